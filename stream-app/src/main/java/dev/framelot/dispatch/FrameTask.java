package dev.framelot.dispatch;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
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
    private final Claim claim;
    private final Consumer<FrameOutcome.Detected> whenShadowed;
    private volatile boolean cancelled;

    /**
     * @param image the compressed image, position..limit
     * @param takenNanos monotonic time of the intake
     * @param claim what it may ask of the device
     * @param whenDone called once, by any thread; must not block
     */
    public FrameTask(String cameraId, ByteBuffer image, long takenNanos, Claim claim, Consumer<FrameOutcome> whenDone) {
        this(cameraId, image, takenNanos, claim, whenDone, shadowed -> {});
    }

    /** @param whenShadowed called by a shadow's thread with what another model found, if one saw the frame; may block */
    public FrameTask(
            String cameraId,
            ByteBuffer image,
            long takenNanos,
            Claim claim,
            Consumer<FrameOutcome> whenDone,
            Consumer<FrameOutcome.Detected> whenShadowed) {
        this.cameraId = Objects.requireNonNull(cameraId, "cameraId");
        this.image = Objects.requireNonNull(image, "image");
        this.takenNanos = takenNanos;
        this.claim = Objects.requireNonNull(claim, "claim");
        this.whenDone = whenDone;
        this.whenShadowed = whenShadowed;
    }

    /**
     * What a frame may ask of the device.
     *
     * @param budgetNanos from its intake until its run must have ended; may be negative; {@link QueuedFrame#NO_DEADLINE}: whenever
     */
    public record Claim(TrafficClass trafficClass, long budgetNanos) {
        /** Live, whenever. */
        public static final Claim NONE = new Claim(TrafficClass.LIVE, QueuedFrame.NO_DEADLINE);
        /** Padding and slack only. */
        public static final Claim BACKFILL = new Claim(TrafficClass.BACKFILL, QueuedFrame.NO_DEADLINE);
    }

    public void cancel() {
        cancelled = true;
    }

    Claim claim() {
        return claim;
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

    void shadowed(FrameOutcome.Detected found) {
        whenShadowed.accept(found);
    }
}
