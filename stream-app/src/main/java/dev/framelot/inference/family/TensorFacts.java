package dev.framelot.inference.family;

import java.util.List;

/**
 * An input or output as the graph declares it.
 *
 * @param shape -1 where an axis is free
 */
public record TensorFacts(String name, ElementType type, List<Long> shape) {
    /** An axis that is not fixed. */
    public static final long FREE = -1;

    public TensorFacts {
        shape = shape.stream().map(length -> length < 0 ? Long.valueOf(FREE) : length).toList();
    }

    public static TensorFacts of(String name, ElementType type, long... shape) {
        return new TensorFacts(name, type, java.util.Arrays.stream(shape).boxed().toList());
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

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(' ').append(type.text()).append(" [");
        for (int axis = 0; axis < shape.size(); axis++) {
            text.append(axis == 0 ? "" : ", ").append(shape.get(axis) == FREE ? (axis == 0 ? "N" : "?") : String.valueOf(shape.get(axis)));
        }
        return text.append(']').toString();
    }
}
