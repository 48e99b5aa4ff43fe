package dev.framelot.inference;

import dev.framelot.image.Letterbox;
import java.nio.FloatBuffer;

/** Turns one frame's part of an output into detections. Holds scratch memory: one per lane, one thread. */
public interface BoxDecoder {

    /**
     * @param output the whole batch's, read by index: position and limit are left alone
     * @param frame index in the batch
     * @param letterbox how that frame was fitted into the model's input
     * @return boxes in pixels of the source image, the most confident first; or the fault {@code model_output}
     */
    Lane.FrameResult decode(FloatBuffer output, int frame, Letterbox letterbox);
}
