package dev.framelot.dispatch;

import dev.framelot.batching.Batch;

/** Hears of every batch that ran, on its lane's thread: must return at once and must not throw. */
public interface BatchListener {
    BatchListener NOBODY = run -> {};

    void ran(BatchRun run);

    /** Tells both, in this order. */
    default BatchListener and(BatchListener other) {
        return run -> {
            ran(run);
            other.ran(run);
        };
    }

    /**
     * @param mode the policy that decided it
     * @param startedAtMicros epoch microseconds, when the lane began
     * @param busyNanos of the lane: copy, run and boxes
     * @param whole false: it failed as it was and ran again in halves, so that its time says nothing of its shape
     */
    record BatchRun(Batch batch, String mode, int laneId, long startedAtMicros, long busyNanos, boolean whole) {}
}
