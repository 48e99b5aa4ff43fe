package dev.framelot.inference.onnx;

import dev.framelot.inference.InferenceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct memory of a lane, taken once. */
final class LaneMemory {
    private LaneMemory() {}

    /** @param what it is for, in a word */
    static ByteBuffer direct(String what, int frames, long bytesPerFrame) throws InferenceException {
        long bytes = frames * bytesPerFrame;
        if (bytes > Integer.MAX_VALUE) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "the " + what + " of " + frames + " frames take " + bytes + " bytes, a lane's limit is " + Integer.MAX_VALUE
                            + "; lower the largest of batching.shapes");
        }
        try {
            return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError noRoom) {
            throw new InferenceException(
                    InferenceException.Kind.OUT_OF_MEMORY,
                    "there are no " + bytes + " bytes of direct memory for the " + what + " of " + frames
                            + " frames of a lane; raise -XX:MaxDirectMemorySize, or lower batching.shapes or inference.lanes",
                    noRoom);
        }
    }
}
