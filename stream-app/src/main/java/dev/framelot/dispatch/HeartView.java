package dev.framelot.dispatch;

import java.util.List;

/**
 * The batcher as it was a moment ago: made by its owner, read by any thread.
 *
 * @param atNanos monotonic
 * @param liveWaiting decoded live frames that wait for a batch
 * @param arrivalsPerSecond live frames
 * @param stableShape b*
 * @param load arrivals ÷ what the most efficient shape can do
 * @param maxFrames the largest batch that may go now
 * @param costs by shape, ascending
 */
public record HeartView(
        long atNanos,
        int liveWaiting,
        int backfillWaiting,
        double arrivalsPerSecond,
        int stableShape,
        double load,
        int maxFrames,
        List<ShapeCost> costs) {

    /** @param typicalNanos the usual run; 0 while nothing is known @param highNanos rarely exceeded */
    public record ShapeCost(int shape, long typicalNanos, long highNanos) {}
}
