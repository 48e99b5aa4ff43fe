package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.cost.CostTable;

/**
 * Most frames per device time: waits for the most efficient shape until the oldest frame has waited {@code maxWait}, or the first
 * deadline leaves no more time.
 */
public final class ThroughputPolicy implements BatchPolicy {
    private final long maxWaitNanos;

    public ThroughputPolicy(long maxWaitNanos) {
        if (maxWaitNanos < 0) {
            throw new IllegalArgumentException("maxWaitNanos is " + maxWaitNanos + ", must be at least 0");
        }
        this.maxWaitNanos = maxWaitNanos;
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public Verdict decide(QueueView queue) {
        CostTable cost = queue.cost();
        int waiting = queue.eligible();
        int most = queue.maxFrames();
        int goal = cost.known() ? Math.min(cost.efficientShape(), most) : most;
        if (waiting >= goal) {
            // More than the goal fits a larger shape only without padding: padding is device time for nothing.
            int frames = goal;
            for (int shape : cost.shapes().ascending()) {
                if (shape > goal && shape <= waiting && cost.efficiency(shape) >= cost.efficiency(cost.shapes().holding(goal))) {
                    frames = shape;
                }
            }
            return new Verdict.Go(frames, cost.shapes().holding(frames), frames >= most ? DispatchReason.FULL : DispatchReason.EFFICIENT);
        }
        if (queue.draining()) {
            return part(queue, DispatchReason.DRAIN);
        }
        long left = maxWaitNanos - queue.oldestAge();
        DispatchReason due = DispatchReason.OLDEST_WAITED;
        long run = SlowRun.nanos(cost, cost.shapes().holding(waiting));
        for (int i = 0; i < Math.min(queue.frames(), 4); i++) {
            long slack = queue.slack(i);
            // What is late already gains nothing from haste.
            boolean lost = slack < run && queue.drop() == DropPolicy.KEEP_ALL;
            if (slack != QueuedFrame.NO_DEADLINE && !lost && slack - run < left) {
                left = slack - run;
                due = DispatchReason.DEADLINE;
            }
        }
        return left <= 0 ? part(queue, due) : new Verdict.Wait(left);
    }

    /** Not enough for the goal: all of it padded, or the largest full shape first, whichever costs less per frame. */
    private static Verdict part(QueueView queue, DispatchReason reason) {
        CostTable cost = queue.cost();
        int waiting = queue.eligible();
        int above = cost.shapes().holding(waiting);
        int frames = waiting;
        if (above > waiting && cost.known()) {
            for (int shape : cost.shapes().ascending()) {
                if (shape < waiting && (double) shape / cost.typicalNanos(shape) > (double) frames / cost.typicalNanos(cost.shapes().holding(frames))) {
                    frames = shape;
                }
            }
        }
        return new Verdict.Go(frames, cost.shapes().holding(frames), reason);
    }
}
