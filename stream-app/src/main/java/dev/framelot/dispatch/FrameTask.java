package dev.framelot.dispatch;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.ImageReference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One frame between its intake and its outcome.
 *
 * <p>The outcome is told once, on a decode worker or a lane. After {@link #cancel} nobody waits for it: it may be
 * skipped, and its outcome, if there is one, falls into the void.
 */
public final class FrameTask {
    private static final Consumer<FrameOutcome.Detected> NOT_SHADOWED = found -> {};

    private final String cameraId;
    /** Set before the decode workers have it, by whoever made the task or fetched what it refers to. */
    private ByteBuffer image;
    private final int bytes;
    private final BooleanSupplier droppedBy;
    private final ImageReference reference;
    private final Consumer<FrameOutcome> whenDone;
    private final long takenNanos;
    private final Claim claim;
    private final Consumer<FrameOutcome.Detected> whenShadowed;
    private volatile boolean cancelled;
    /** Told when nobody needs the image any more; null: nobody asked. */
    private volatile Runnable whenOver;

    /**
     * @param image the compressed image, position..limit
     * @param takenNanos monotonic time of the intake
     * @param claim what it may ask of the device
     * @param whenDone called once, by any thread; must not block
     */
    public FrameTask(String cameraId, ByteBuffer image, long takenNanos, Claim claim, Consumer<FrameOutcome> whenDone) {
        this(cameraId, image, takenNanos, claim, whenDone, NOT_SHADOWED);
    }

    /** @param whenShadowed called by a shadow's thread with what another model found, if one saw the frame; may block */
    public FrameTask(
            String cameraId,
            ByteBuffer image,
            long takenNanos,
            Claim claim,
            Consumer<FrameOutcome> whenDone,
            Consumer<FrameOutcome.Detected> whenShadowed) {
        this(cameraId, Objects.requireNonNull(image, "image"), image.remaining(), null, takenNanos, claim, () -> false, whenDone, whenShadowed);
    }

    private FrameTask(
            String cameraId, ByteBuffer image, int bytes, ImageReference reference, long takenNanos, Claim claim, BooleanSupplier droppedBy,
            Consumer<FrameOutcome> whenDone, Consumer<FrameOutcome.Detected> whenShadowed) {
        this.cameraId = Objects.requireNonNull(cameraId, "cameraId");
        this.image = image;
        this.bytes = bytes;
        this.reference = reference;
        this.takenNanos = takenNanos;
        this.claim = Objects.requireNonNull(claim, "claim");
        this.droppedBy = droppedBy;
        this.whenDone = whenDone;
        this.whenShadowed = whenShadowed;
    }

    /** A frame whose image is elsewhere: {@link #fetched} comes before the pipeline has it. */
    public static FrameTask awaitingImage(
            String cameraId, ImageReference reference, long takenNanos, Claim claim, Consumer<FrameOutcome> whenDone,
            Consumer<FrameOutcome.Detected> whenShadowed) {
        return new FrameTask(cameraId, null, reference.sizeBytes(), reference, takenNanos, claim, () -> false, whenDone, whenShadowed);
    }

    /** A piece of this frame that runs by itself, and before no shadow: its boxes are none of the frame's yet. @param tileBytes its share of the image @param dropped whether nobody waits for the frame any more */
    FrameTask tile(int tileBytes, BooleanSupplier dropped, Consumer<FrameOutcome> whenTileDone) {
        return new FrameTask(cameraId, image, tileBytes, null, takenNanos, claim, dropped, whenTileDone, NOT_SHADOWED);
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
        over();
    }

    /** Where its image is; empty: it came with it. */
    public Optional<ImageReference> reference() {
        return Optional.ofNullable(reference);
    }

    /** The image, where {@link #awaitingImage} was without one. */
    public void fetched(ByteBuffer fetchedImage) {
        image = fetchedImage;
    }

    /** Has this called at least once when the frame is done or cancelled, by any thread; at once where it is cancelled already. */
    public void whenOver(Runnable action) {
        whenOver = action;
        if (cancelled) {
            over();
        }
    }

    private void over() {
        Runnable action = whenOver;
        if (action != null) {
            action.run();
        }
    }

    Claim claim() {
        return claim;
    }

    public boolean cancelled() {
        return cancelled || droppedBy.getAsBoolean();
    }

    String cameraId() {
        return cameraId;
    }

    ByteBuffer image() {
        return image;
    }

    int bytes() {
        return bytes;
    }

    /** Not less than that of each frame of its camera taken before, whatever a fetch took; a tile has its frame's. */
    long takenNanos() {
        return takenNanos;
    }

    /** Once. */
    public void done(FrameOutcome outcome) {
        whenDone.accept(outcome);
        if (reference != null) {
            // It may wait long for earlier frames' outcomes; what was fetched must not.
            image = null;
        }
        over();
    }

    boolean mayBeShadowed() {
        return whenShadowed != NOT_SHADOWED;
    }

    void shadowed(FrameOutcome.Detected found) {
        whenShadowed.accept(found);
    }
}
