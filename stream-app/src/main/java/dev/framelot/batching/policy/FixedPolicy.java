package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;

/**
 * Count or time: a full batch goes at once, a smaller one when its oldest frame has waited {@code maxWait}. Cameras take
 * turns; deadlines play no part.
 */
public final class FixedPolicy implements BatchPolicy {
    private final int count;
    private final long maxBatchBytes;
    private final long maxWaitNanos;

    /** @param count frames of a full batch; the objective's and the largest shape's cap apply too */
    public FixedPolicy(int count, long maxBatchBytes, long maxWaitNanos) {
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + ", must be at least 1");
        }
        if (maxWaitNanos < 0) {
            throw new IllegalArgumentException("maxWaitNanos is " + maxWaitNanos + ", must be at least 0");
        }
        this.count = count;
        this.maxBatchBytes = maxBatchBytes;
        this.maxWaitNanos = maxWaitNanos;
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public boolean byDeadline() {
        return false;
    }

    @Override
    public Verdict decide(QueueView queue) {
        int full = Math.min(count, queue.maxFrames());
        int frames = Math.min(queue.eligible(), full);
        if (frames >= full) {
            return go(queue, frames, DispatchReason.FULL);
        }
        if (queue.bytes() >= maxBatchBytes) {
            return go(queue, frames, DispatchReason.BYTES);
        }
        if (queue.draining()) {
            return go(queue, frames, DispatchReason.DRAIN);
        }
        long left = maxWaitNanos - queue.oldestAge();
        return left <= 0 ? go(queue, frames, DispatchReason.OLDEST_WAITED) : new Verdict.Wait(left);
    }

    private static Verdict go(QueueView queue, int frames, DispatchReason reason) {
        return new Verdict.Go(frames, queue.cost().shapes().holding(frames), reason);
    }
}
