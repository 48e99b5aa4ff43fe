package dev.framelot.batching;

/**
 * A batch is off its lane.
 *
 * @param runNanos its lane was busy with it: copy, and the wait for the device included; 0: the run tells nothing about what the shape costs
 * @param noRoom the device had no memory for the shape, its frames ran in smaller ones
 */
public record BatchOutcome(long batchId, int shape, long runNanos, boolean noRoom) {
    public static BatchOutcome ran(long batchId, int shape, long runNanos) {
        return new BatchOutcome(batchId, shape, runNanos, false);
    }

    public static BatchOutcome foundNoRoom(long batchId, int shape) {
        return new BatchOutcome(batchId, shape, 0, true);
    }
}
