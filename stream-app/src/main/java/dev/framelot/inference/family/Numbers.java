package dev.framelot.inference.family;

import dev.framelot.frame.FrameFault;
import dev.framelot.inference.Lane;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** Copies parts of an output into scratch, and tells of numbers that no healthy model gives. */
final class Numbers {
    private static final int NOT_FINITE = 0x7f800000;
    /** Rounding of quantised models may lift a probability over one by so much. */
    private static final float ROUNDING = 1.001f;

    private Numbers() {}

    /** @return the index of the first that is NaN or infinite; -1 where all are finite */
    static int copy(FloatBuffer from, int at, float[] into, int count) {
        return copy(from, at, into, 0, count);
    }

    /** @param to where they go in {@code into}; so counts the result */
    static int copy(FloatBuffer from, int at, float[] into, int to, int count) {
        from.get(at, into, to, count);
        int most = 0;
        for (int i = to; i < to + count; i++) {
            most = Math.max(most, Float.floatToRawIntBits(into[i]) & 0x7fffffff);
        }
        if (most < NOT_FINITE) {
            return -1;
        }
        int first = to;
        while (Float.isFinite(into[first])) {
            first++;
        }
        return first;
    }

    static boolean isProbability(float number) {
        return number >= 0 && number <= ROUNDING;
    }

    static Lane.FrameResult notFinite(String where, float number) {
        return fault(where + " of the model's output is " + number + ": the model is broken for this image; no detection of it can be trusted");
    }

    static Lane.FrameResult notAProbability(String where, float confidence, float classNumber, int classes) {
        return fault(where + " of the model's output has confidence " + confidence + " and class " + classNumber
                + "; confidence must be 0..1 and class 0.." + (classes - 1) + ": the model card is not this model's");
    }

    private static Lane.FrameResult fault(String detail) {
        return new Lane.FrameResult(List.of(), false, Optional.of(new FrameFault(FrameFault.Reason.MODEL_OUTPUT, detail)));
    }
}
