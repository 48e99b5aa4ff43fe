package dev.framelot.batching;

import java.util.List;

/**
 * Frames that run together.
 *
 * @param batchId 1, 2, 3, … of this batcher
 * @param frames at least one, per camera in order of arrival
 * @param shape {@code >= frames.size()}; the rest is padding
 * @param reason why now
 * @param oldestWaitNanos how long its oldest frame had waited when this was decided
 */
public record Batch(long batchId, List<QueuedFrame> frames, int shape, DispatchReason reason, long oldestWaitNanos) {
    public Batch {
        frames = List.copyOf(frames);
    }
}
