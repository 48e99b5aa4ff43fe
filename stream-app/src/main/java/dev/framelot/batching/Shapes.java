package dev.framelot.batching;

import java.util.List;

/**
 * The closed set of batch sizes that ever reach the session; each was warmed once. A batch of k frames runs in a shape
 * {@code s >= k}, and {@code s - k} places are padding.
 *
 * @param ascending strictly ascending, the first {@code >= 1}
 */
public record Shapes(List<Integer> ascending) {
    public Shapes {
        ascending = List.copyOf(ascending);
        if (ascending.isEmpty()) {
            throw new IllegalArgumentException("No shape at all: at least one batch size is needed");
        }
        int before = 0;
        for (int shape : ascending) {
            if (shape <= before) {
                throw new IllegalArgumentException("Shapes " + ascending + " must be ascending and at least 1: " + shape + " follows " + before);
            }
            before = shape;
        }
    }

    /** 1, 2, 4, … and {@code largest} itself where that is no power of two. */
    public static Shapes powersOfTwoUpTo(int largest) {
        if (largest < 1) {
            throw new IllegalArgumentException("Largest shape " + largest + ": must be at least 1");
        }
        java.util.ArrayList<Integer> shapes = new java.util.ArrayList<>();
        for (long shape = 1; shape < largest; shape *= 2) {
            shapes.add((int) shape);
        }
        shapes.add(largest);
        return new Shapes(shapes);
    }

    public int largest() {
        return ascending.get(ascending.size() - 1);
    }

    /** The smallest shape that holds {@code frames}; {@code 1 <= frames <= largest()}. */
    public int holding(int frames) {
        for (int shape : ascending) {
            if (shape >= frames) {
                return shape;
            }
        }
        throw new IllegalArgumentException(frames + " frames do not fit the largest shape " + largest());
    }

    /** Where this shape stands in {@link #ascending}. @throws IllegalArgumentException it is none of them */
    public int indexOf(int shape) {
        for (int i = 0; i < ascending.size(); i++) {
            if (ascending.get(i) == shape) {
                return i;
            }
        }
        throw new IllegalArgumentException("Shape " + shape + " is none of " + ascending);
    }
}
