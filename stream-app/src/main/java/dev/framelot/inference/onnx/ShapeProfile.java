package dev.framelot.inference.onnx;

import dev.framelot.inference.ModelCard;

/**
 * The batch sizes that a TensorRT engine is built for, so that no frame waits for an engine being built. It is at its best at
 * {@code most}: full batches are what a loaded device runs.
 *
 * @param input name in the graph
 * @param frame its axes after the batch, as {@code 640x640x3}
 */
record ShapeProfile(String input, String frame, int least, int most) {
    static ShapeProfile of(ModelCard card, int largestBatch) {
        return new ShapeProfile(card.input().name(), card.input().geometry().height() + "x" + card.input().geometry().width() + "x3", 1, largestBatch);
    }

    /** As TensorRT's options want it. */
    String at(int batch) {
        return input + ":" + batch + "x" + frame;
    }
}
