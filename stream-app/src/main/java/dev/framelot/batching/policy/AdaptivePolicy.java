package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.cost.CostTable;

/**
 * All frames on time at the least device time: waits for company while the first deadline safely allows, and only if a
 * better filled shape is to be expected by then. Near the device's limit, or with more waiting than b*, it decides as
 * {@link LatencyPolicy} does.
 */
public final class AdaptivePolicy implements BatchPolicy {
    /** Above this load no waiting: what idles now is missing in the next burst. */
    static final double WAITING_LOAD = 0.75;
    /** Left of the budget when a waiting batch goes, beyond its run's usual upper value: for bursts and for what a timer is late. */
    static final double SAFETY_SHARE = 0.15;

    /** Before so much of the arrivals is seen, the load is a guess, and waiting may be the wrong one. */
    static final long OBSERVED_NANOS = 500_000_000L;

    private final LatencyPolicy hurried = new LatencyPolicy();
    private final long maxWaitNanos;

    /** @param maxWaitNanos longest a frame waits for company, whatever its deadline; also for frames that have none */
    public AdaptivePolicy(long maxWaitNanos) {
        if (maxWaitNanos < 0) {
            throw new IllegalArgumentException("maxWaitNanos is " + maxWaitNanos + ", must be at least 0");
        }
        this.maxWaitNanos = maxWaitNanos;
    }

    @Override
    public String name() {
        return "adaptive";
    }

    @Override
    public Verdict decide(QueueView queue) {
        CostTable cost = queue.cost();
        if (!cost.known() || queue.draining() || queue.perNano() <= 0 || queue.observedNanos() < OBSERVED_NANOS) {
            return hurried.decide(queue);
        }
        double load = Math.max(Pressure.of(queue), queue.burstPerNano() / queue.perNano() * Pressure.of(queue) * 0.8);
        if (load > WAITING_LOAD) {
            return hurried.decide(queue);
        }
        int waiting = queue.eligible();
        int goal = Math.min(cost.efficientShape(), largest(queue));
        if (waiting >= goal) {
            return hurried.decide(queue);
        }
        long window = window(queue, cost.shapes().holding(waiting + 1));
        if (window <= 0) {
            Verdict verdict = hurried.decide(queue);
            return verdict instanceof Verdict.Go go && go.reason() == DispatchReason.IDLE_DEVICE
                    ? new Verdict.Go(go.frames(), go.shape(), DispatchReason.DEADLINE, go.candidates())
                    : verdict;
        }
        double expected = waiting + queue.perNano() * window;
        if (expected < waiting + 1) {
            return hurried.decide(queue);
        }
        return new Verdict.Wait(window);
    }

    /** How long all that wait may wait on for one more: their deadlines with the shape that holds it, and the longest wait allowed. */
    private long window(QueueView queue, int shape) {
        CostTable cost = queue.cost();
        long window = maxWaitNanos - queue.oldestAge();
        long run = cost.highNanos(shape);
        for (int i = 0; i < Math.min(queue.frames(), 4); i++) {
            long slack = queue.slack(i);
            if (slack != QueuedFrame.NO_DEADLINE) {
                long budget = slack + queue.age(i);
                window = Math.min(window, slack - run - (long) (SAFETY_SHARE * budget));
            }
        }
        return window;
    }

    private static int largest(QueueView queue) {
        int largest = 1;
        for (int shape : queue.cost().shapes().ascending()) {
            if (shape <= queue.maxFrames()) {
                largest = shape;
            }
        }
        return largest;
    }
}
