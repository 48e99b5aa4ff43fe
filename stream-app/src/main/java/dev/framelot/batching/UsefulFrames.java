package dev.framelot.batching;

import dev.framelot.batching.cost.StableBatch;

/**
 * How many live frames are worth having in flight: those on the lanes, for each lane two of the smallest stable batches, or of
 * one twice as large as what waits, and what arrives while a frame passes the other stages. More would only wait here instead of
 * in Kafka; fewer would starve a lane.
 *
 * <p>What arrives is itself held back by a mark that is too low. So the mark doubles with what waits, and is off in overload.
 */
final class UsefulFrames {
    static final int BATCHES_A_LANE = 2;
    /** Intake, decoding and the way out, generously. */
    static final long OTHER_STAGES_NANOS = 250_000_000L;
    static final int NO_MARK = Integer.MAX_VALUE;

    private UsefulFrames() {}

    /** @param waiting frames in the queue @param running places on the lanes @param perNano arrivals */
    static int of(StableBatch stable, BatchLimits limits, int waiting, int running, double perNano) {
        if (stable.overloaded() || waiting >= limits.maxFrames()) {
            return NO_MARK;
        }
        int next = limits.shapes().holding(Math.max(1, Math.min(2 * waiting, limits.maxFrames())));
        long batches = (long) BATCHES_A_LANE * limits.lanes() * Math.max(stable.shape(), next);
        return (int) Math.min(NO_MARK, running + batches + (long) Math.ceil(perNano * OTHER_STAGES_NANOS));
    }
}
