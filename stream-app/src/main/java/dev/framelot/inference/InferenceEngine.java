package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import java.util.List;

/**
 * A loaded model on one device. Thread safe; lanes run on it side by side. Close every lane before the engine.
 */
public interface InferenceEngine extends AutoCloseable {
    ModelIdentity model();

    /** What really runs the model: {@code cpu}, {@code cuda}, {@code declared-cost}. */
    String provider();

    InputGeometry input();

    /** Opens one lane with its own tensors, warmed for every shape. */
    Lane openLane(int laneId, List<Integer> shapes) throws InferenceException;

    @Override
    void close();
}
