package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A loaded model on one device. Thread safe; lanes run on it side by side. Close every lane before the engine.
 */
public interface InferenceEngine extends AutoCloseable {
    ModelIdentity model();

    /** What really runs the model: {@code cpu}, {@code cuda}, {@code declared-cost}. */
    String provider();

    InputGeometry input();

    /** Direct memory that a lane takes for each place of its largest batch. */
    default long laneBytesPerFrame() {
        return input().slotBytes();
    }

    /** The only shape that the model takes; empty where it takes each. */
    default OptionalInt fixedBatch() {
        return OptionalInt.empty();
    }

    /** How many of so many lanes the device really runs beside each other; the others only overlap with it what comes before and after a run. */
    int concurrentBatches(int lanes);

    /** What a measured cost of this engine holds for. */
    ProfileKey profileKey();

    /** What batches of these shapes cost, as far as it is known: declared, or seen while lanes warmed up. */
    CostCurve costs(List<Integer> shapes);

    /** Memory in use where the model runs; empty where nobody tells. */
    default Optional<MemoryReading> memory() {
        return Optional.empty();
    }

    /** Opens one lane with its own tensors, warmed for every shape. */
    Lane openLane(int laneId, List<Integer> shapes) throws InferenceException;

    @Override
    void close();
}
