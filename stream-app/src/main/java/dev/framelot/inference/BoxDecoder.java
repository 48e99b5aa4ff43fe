package dev.framelot.inference;

import dev.framelot.image.Letterbox;
import java.nio.FloatBuffer;
import java.util.List;

/** Turns one frame's part of the outputs into detections. Holds scratch memory: one per lane, one thread. */
public interface BoxDecoder {

    /**
     * @param outputs the whole batch's, in the order of {@link ModelCard.Output#names()}, read by index: position and limit are
     *     left alone
     * @param frame index in the batch
     * @param letterbox how that frame was fitted into the model's input
     * @return boxes in pixels of the source image, the most confident first; or the fault {@code model_output}
     */
    Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox);
}
