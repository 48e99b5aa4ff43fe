package dev.framelot.inference;

import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.image.Letterbox;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** One batch in flight on one session. Owned by one thread, which opens, uses and closes it. */
public interface Lane extends AutoCloseable {

    /**
     * Runs {@code frames} in a batch of {@code shape >= frames.size()}; the rest is padding.
     *
     * @return one result a frame, in the order given
     * @throws InferenceException the batch did not run; no result exists
     */
    BatchResult run(List<Input> frames, int shape) throws InferenceException;

    @Override
    void close();

    /** One decoded frame. @param pixels direct, uint8 HWC, the engine's {@link InferenceEngine#input()} */
    record Input(ByteBuffer pixels, Letterbox letterbox) {}

    /** @param runNanos copy to the tensor and the session's run @param postProcessNanos decoding boxes, NMS */
    record BatchResult(List<FrameResult> results, long runNanos, long postProcessNanos) {}

    /** Either detections or a fault. @param truncated more boxes than the limit were found */
    record FrameResult(List<Detection> detections, boolean truncated, Optional<FrameFault> fault) {
        public FrameResult {
            detections = List.copyOf(detections);
        }
    }
}
