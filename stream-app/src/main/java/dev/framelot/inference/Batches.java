package dev.framelot.inference;

import java.util.function.IntPredicate;

/** What every lane demands of a batch. Violations are errors of the caller, not of a frame or the device. */
public final class Batches {
    private Batches() {}

    /** @param isWarm the lane was opened for this shape */
    public static void check(int frames, int shape, IntPredicate isWarm, int laneId, boolean closed) {
        if (closed) {
            throw new IllegalStateException("lane " + laneId + " is closed");
        }
        if (!isWarm.test(shape)) {
            throw new IllegalArgumentException("lane " + laneId + " was not opened for shape " + shape);
        }
        if (frames < 1 || frames > shape) {
            throw new IllegalArgumentException(frames + " frames do not go into shape " + shape);
        }
    }
}
