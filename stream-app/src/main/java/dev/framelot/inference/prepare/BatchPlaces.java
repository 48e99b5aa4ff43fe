package dev.framelot.inference.prepare;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * In which axis of which value the frames of a batch lie one after another. The axis may hold more than frames: after
 * {@code [N, 24, 2] -> [24 N, 2]} it is axis 0 with the frames outermost in it.
 */
final class BatchPlaces {
    private final Map<String, Integer> axes = new HashMap<>();
    private final Map<String, long[]> shapes;

    BatchPlaces(Map<String, long[]> shapes) {
        this.shapes = shapes;
    }

    void put(String value, int axis) {
        if (!value.isEmpty()) {
            axes.put(value, axis);
        }
    }

    /** Empty where the value holds nothing of a single frame: weights, shapes, grids. */
    OptionalInt axisOf(String value) {
        Integer axis = axes.get(value);
        return axis == null ? OptionalInt.empty() : OptionalInt.of(axis);
    }

    /** With the batch that the file was made for; null where no run told. */
    long[] shapeOf(String value) {
        return shapes.get(value);
    }

    /**
     * Where the frames of {@code from[axis]} lie in a reshaped value: the first axis with as many numbers before it.
     *
     * @param batch frames of the file's own batch
     * @return -1 where they are torn apart
     */
    static int reshaped(long[] from, int axis, long[] to, long batch) {
        long before = 1;
        for (int i = 0; i < axis; i++) {
            before *= from[i];
        }
        long seen = 1;
        for (int i = 0; i < to.length; i++) {
            if (seen == before && to[i] % batch == 0) {
                return i;
            }
            seen *= to[i];
        }
        return -1;
    }
}
