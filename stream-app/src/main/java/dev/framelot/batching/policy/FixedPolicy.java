package dev.framelot.batching.policy;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.Shapes;

/** Count or time: a full batch goes at once, a smaller one when its oldest frame has waited {@code maxWait}. */
public final class FixedPolicy implements BatchPolicy {
    private final Shapes shapes;
    private final long maxBatchBytes;
    private final long maxWaitNanos;

    public FixedPolicy(BatchLimits limits, long maxWaitNanos) {
        if (maxWaitNanos < 0) {
            throw new IllegalArgumentException("maxWaitNanos is " + maxWaitNanos + ", must be at least 0");
        }
        this.shapes = limits.shapes();
        this.maxBatchBytes = limits.maxBatchBytes();
        this.maxWaitNanos = maxWaitNanos;
    }

    @Override
    public Verdict decide(QueueView queue, long nowNanos) {
        int frames = queue.eligibleFrames();
        if (frames >= shapes.largest()) {
            return go(frames, DispatchReason.FULL);
        }
        if (queue.queuedBytes() >= maxBatchBytes) {
            return go(frames, DispatchReason.BYTES);
        }
        if (queue.draining()) {
            return go(frames, DispatchReason.DRAIN);
        }
        long dueNanos = queue.oldestArrivalNanos() + maxWaitNanos;
        return nowNanos - dueNanos >= 0 ? go(frames, DispatchReason.OLDEST_WAITED) : new Verdict.Wait(dueNanos);
    }

    private Verdict go(int frames, DispatchReason reason) {
        return new Verdict.Go(frames, shapes.holding(frames), reason);
    }
}
