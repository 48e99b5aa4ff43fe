package dev.framelot.dispatch;

import dev.framelot.frame.FrameOutcome;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One frame between its intake and its outcome.
 *
 * <p>The outcome is told once, on a decode worker or a lane. After {@link #cancel} nobody waits for it: it may be
 * skipped, and its outcome, if there is one, falls into the void.
 */
public final class FrameTask {
    private final String cameraId;
    private final ByteBuffer image;
    private final Consumer<FrameOutcome> whenDone;
    private final long takenNanos;
    private volatile boolean cancelled;

    /**
     * @param image the compressed image, position..limit
     * @param takenNanos monotonic time of the intake
     * @param whenDone called once, by any thread; must not block
     */
    public FrameTask(String cameraId, ByteBuffer image, long takenNanos, Consumer<FrameOutcome> whenDone) {
        this.cameraId = Objects.requireNonNull(cameraId, "cameraId");
        this.image = Objects.requireNonNull(image, "image");
        this.takenNanos = takenNanos;
        this.whenDone = whenDone;
    }

    public void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    String cameraId() {
        return cameraId;
    }

    ByteBuffer image() {
        return image;
    }

    int bytes() {
        return image.remaining();
    }

    long takenNanos() {
        return takenNanos;
    }

    void done(FrameOutcome outcome) {
        whenDone.accept(outcome);
    }
}
