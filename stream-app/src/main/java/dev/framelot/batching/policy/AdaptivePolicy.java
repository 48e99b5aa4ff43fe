package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.cost.CostTable;

/**
 * All frames on time at the least device time: waits for company while the first deadline safely allows, and only if a
 * better filled shape is to be expected by then. Near the device's limit, or in a burst, it decides as {@link LatencyPolicy} does.
 *
 * <p>Owner: the batcher.
 */
public final class AdaptivePolicy implements BatchPolicy {
    /** Above this load no waiting: what idles now is missing in the next burst. */
    static final double WAITING_LOAD = 0.75;
    /** Left of the budget when a waiting batch goes, for what a timer is late. */
    static final double SAFETY_SHARE = 0.02;
    /** Before so much of the arrivals is seen, the load is a guess, and waiting may be the wrong one. */
    static final long OBSERVED_NANOS = 500_000_000L;
    /** A burst is what exceeds the frames expected since the oldest came by so many times their standard deviation. */
    static final double BURST_DEVIATIONS = 1.75;
    /** With less to be expected a place that costs nothing is not waited for. */
    static final double LEAST_EXPECTED = 0.2;
    /** Running all that waits may cost so much of the frames per device time, if otherwise some were left behind twice in a row. */
    static final double CLEARING_SHARE = 0.85;

    private final LatencyPolicy hurried = new LatencyPolicy();
    private final long maxWaitNanos;
    /** Whether the last batch that had waited left frames behind. */
    private boolean leftSome;
    /** Whether the latest answer was for frames that had waited as long as their deadlines allow. */
    private boolean wasDue;

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
        wasDue = false;
        CostTable cost = queue.cost();
        int waiting = queue.eligible();
        if (!cost.known() || queue.draining() || queue.perNano() <= 0 || queue.observedNanos() < OBSERVED_NANOS || pressed(queue)
                || waiting >= Math.min(cost.efficientShape(), largest(queue))) {
            return hurried.decide(queue);
        }
        long window = window(queue, cost.shapes().holding(waiting + 1));
        if (window <= 0) {
            wasDue = true;
            return due(queue, waiting);
        }
        boolean placeLeft = cost.shapes().holding(waiting) > waiting;
        return queue.perNano() * window < (placeLeft ? LEAST_EXPECTED : 1) ? hurried.decide(queue) : new Verdict.Wait(window);
    }

    @Override
    public void goes(int frames, int eligible) {
        if (wasDue) {
            leftSome = frames < eligible;
        }
    }

    /** Near the device's limit: on average, in the last quarter of a second, or by what came since the oldest that waits. */
    private static boolean pressed(QueueView queue) {
        double load = Pressure.of(queue);
        if (Math.max(load, queue.burstPerNano() / queue.perNano() * load * 0.8) > WAITING_LOAD) {
            return true;
        }
        double expected = queue.perNano() * queue.oldestAge();
        double came = queue.frames() - 1;
        return came - expected > BURST_DEVIATIONS * Math.sqrt(expected + 1) && load * came > WAITING_LOAD * expected;
    }

    /** The first deadline allows no more waiting. */
    private Verdict due(QueueView queue, int waiting) {
        Verdict verdict = hurried.decide(queue);
        if (!(verdict instanceof Verdict.Go go)) {
            return verdict;
        }
        CostTable cost = queue.cost();
        // Steady cameras come round: what leaves some behind once does so each time, with the same few frames to wait for the rest.
        // Running all once, even if that costs a little, lets another camera be the first.
        int all = cost.shapes().holding(waiting);
        boolean clears = go.frames() < waiting && leftSome && queue.slack(0) >= cost.highNanos(all)
                && waiting * cost.typicalNanos(go.shape()) >= CLEARING_SHARE * go.frames() * cost.typicalNanos(all);
        if (clears) {
            return new Verdict.Go(waiting, all, DispatchReason.DEADLINE, go.candidates());
        }
        return go.reason() == DispatchReason.IDLE_DEVICE ? new Verdict.Go(go.frames(), go.shape(), DispatchReason.DEADLINE, go.candidates()) : go;
    }

    /** How long all that wait may wait on for one more: their deadlines with the shape that holds it, and the longest wait allowed. */
    private long window(QueueView queue, int shape) {
        CostTable cost = queue.cost();
        long window = maxWaitNanos - queue.oldestAge();
        long run = SlowRun.nanos(cost, shape);
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
