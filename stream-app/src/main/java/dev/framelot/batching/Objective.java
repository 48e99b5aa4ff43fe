package dev.framelot.batching;

import java.util.Objects;

/**
 * What the batcher is to reach. Replaced as a whole; the next decision follows the new one.
 *
 * @param drop which live frames may be left out
 * @param maxFrames most frames of a batch, at least 1; the largest shape bounds it too
 * @param backfillDelayNanos a backfill batch may keep a live frame waiting this long; the run of one frame is always allowed
 */
public record Objective(BatchPolicy policy, DropPolicy drop, int maxFrames, long backfillDelayNanos) {
    public Objective {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(drop, "drop");
        if (maxFrames < 1) {
            throw new IllegalArgumentException("maxFrames is " + maxFrames + ", must be at least 1");
        }
        if (backfillDelayNanos < 0) {
            throw new IllegalArgumentException("backfillDelayNanos is " + backfillDelayNanos + ", must be at least 0");
        }
    }

    /** Nothing is left out and the largest shape is the only cap. */
    public static Objective keepAll(BatchPolicy policy) {
        return new Objective(policy, DropPolicy.KEEP_ALL, Integer.MAX_VALUE, 0);
    }
}
