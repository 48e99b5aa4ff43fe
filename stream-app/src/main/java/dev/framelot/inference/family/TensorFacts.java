package dev.framelot.inference.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An input or output as the graph declares it.
 *
 * @param shape -1 where an axis is free
 * @param axisNames one for each axis: the graph's name of a free one, for people; empty where it is fixed or has none
 */
public record TensorFacts(String name, ElementType type, List<Long> shape, List<String> axisNames) {
    /** An axis that is not fixed. */
    public static final long FREE = -1;

    public TensorFacts {
        shape = shape.stream().map(length -> length < 0 ? Long.valueOf(FREE) : length).toList();
        List<String> names = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            String given = axis < axisNames.size() ? axisNames.get(axis) : null;
            names.add(given == null || shape.get(axis) != FREE ? "" : given.strip());
        }
        axisNames = List.copyOf(names);
    }

    /** Free axes without a name. */
    public TensorFacts(String name, ElementType type, List<Long> shape) {
        this(name, type, shape, List.of());
    }

    public static TensorFacts of(String name, ElementType type, long... shape) {
        return new TensorFacts(name, type, Arrays.stream(shape).boxed().toList());
    }

    public int rank() {
        return shape.size();
    }

    /** @param axis negative counts from the end; {@link #FREE} where the axis is free or not there */
    public long axis(int axis) {
        int at = axis < 0 ? shape.size() + axis : axis;
        return at < 0 || at >= shape.size() ? FREE : shape.get(at);
    }

    /** The name in lower case, without what exporters hang on, such as TensorFlow's {@code :0}. */
    String plainName() {
        return name.toLowerCase(java.util.Locale.ROOT).replaceFirst(":\\d+$", "");
    }

    /** For people: {@code [N, 3, height, any]}. */
    public String shapeText() {
        List<String> axes = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            String free = axisNames.get(axis).isEmpty() ? (axis == 0 ? "N" : "any") : axisNames.get(axis);
            axes.add(shape.get(axis) == FREE ? free : String.valueOf(shape.get(axis)));
        }
        return axes.toString();
    }

    @Override
    public String toString() {
        return name + " " + type.text() + " " + shapeText();
    }
}
