package dev.framelot.inference.graph;

import java.util.OptionalLong;

/**
 * One axis of a declared shape.
 *
 * @param size empty where it is free
 * @param name of a free axis; empty where it has none
 */
public record Axis(OptionalLong size, String name) {
    public static Axis of(long size) {
        return new Axis(OptionalLong.of(size), "");
    }

    public static Axis free(String name) {
        return new Axis(OptionalLong.empty(), name);
    }

    public boolean isFree() {
        return size.isEmpty();
    }

    /** -1 where it is free. */
    public long sizeOrFree() {
        return size.orElse(-1);
    }

    @Override
    public String toString() {
        return size.isPresent() ? Long.toString(size.getAsLong()) : name.isEmpty() ? "?" : name;
    }
}
