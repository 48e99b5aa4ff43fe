package dev.framelot.inference.onnx;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;

/** A lane whose session can also be run alone: what there would be without all that Framelot does around it. For measuring. */
public interface BareLane extends Lane {

    /**
     * The session, on the pixels that the last {@link #run} left; nothing is copied to it, nothing read of what it gives.
     *
     * @param shape one that the lane was opened for
     */
    void runBare(int shape) throws InferenceException;
}
