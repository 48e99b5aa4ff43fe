package dev.framelot.inference.onnx;

import dev.framelot.inference.ModelCard;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The batch sizes that a TensorRT engine is built for, so that no frame waits for an engine being built. It is at its best at
 * {@code most}: full batches are what a loaded device runs.
 *
 * @param input name in the graph
 * @param frame its axes after the batch, as {@code 640x640x3} or {@code 3x640x640}
 */
record ShapeProfile(String input, String frame, int least, int most) {
    static ShapeProfile of(ModelCard card, int largestBatch) {
        String frame = Arrays.stream(card.input().shape(1)).skip(1).mapToObj(Long::toString).collect(Collectors.joining("x"));
        return new ShapeProfile(card.input().name(), frame, 1, largestBatch);
    }

    /** As TensorRT's options want it. */
    String at(int batch) {
        return input + ":" + batch + "x" + frame;
    }
}
