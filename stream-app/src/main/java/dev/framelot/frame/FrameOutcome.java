package dev.framelot.frame;

import java.util.List;

/** What became of a frame. Exactly one of these for each frame taken. */
public sealed interface FrameOutcome {

    /**
     * @param sourceWidth pixels
     * @param sourceHeight pixels
     * @param truncated more boxes than the limit were found; the most confident are here
     * @param corruptImage the image was damaged and the decoder was told to be lenient
     */
    record Detected(
            List<Detection> detections,
            boolean truncated,
            int sourceWidth,
            int sourceHeight,
            boolean corruptImage,
            ModelUsed model,
            BatchInfo batch,
            StageNanos stages)
            implements FrameOutcome {
        public Detected {
            detections = List.copyOf(detections);
        }
    }

    /**
     * Not worth or not able to run in time.
     *
     * @param predictedFinishNanos monotonic, when its run could have ended at best
     */
    record Shed(String reason, String detail, long predictedFinishNanos) implements FrameOutcome {}

    record DeadLettered(FrameFault fault) implements FrameOutcome {}

    /** @param provider what ran it: cpu, cuda, tensorrt, declared-cost */
    record ModelUsed(String name, String version, String sha256, String provider) {}
}
