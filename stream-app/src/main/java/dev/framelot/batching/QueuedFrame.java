package dev.framelot.batching;

import java.util.Objects;

/**
 * A decoded frame as the batcher sees it.
 *
 * @param ticket the caller's name for the frame, unique among the frames offered
 * @param cameraId cameras take turns in a batch
 * @param arrivalNanos monotonic time from which the frame's wait counts
 * @param bytes compressed size, for the limit of bytes in a batch
 */
public record QueuedFrame(long ticket, String cameraId, long arrivalNanos, int bytes) {
    public QueuedFrame {
        Objects.requireNonNull(cameraId, "cameraId");
        if (bytes < 0) {
            throw new IllegalArgumentException("A frame of " + bytes + " bytes: sizes start at 0");
        }
    }
}
