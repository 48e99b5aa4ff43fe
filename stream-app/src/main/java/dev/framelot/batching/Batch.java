package dev.framelot.batching;

import java.util.List;

/**
 * Frames that run together.
 *
 * @param batchId 1, 2, 3, … of this batcher
 * @param frames at least one, per camera and class in order of arrival; live ones first
 * @param shape {@code >= frames.size()}; the rest is padding
 * @param reason why now
 * @param oldestWaitNanos how long the frame of it had waited that had waited longest
 * @param predictedRunNanos what the run is expected to take; 0 while nothing is known
 */
public record Batch(long batchId, List<QueuedFrame> frames, int shape, DispatchReason reason, long oldestWaitNanos, long predictedRunNanos) {
    public Batch {
        frames = List.copyOf(frames);
    }
}
