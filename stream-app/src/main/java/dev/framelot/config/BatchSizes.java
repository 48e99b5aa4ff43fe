package dev.framelot.config;

import java.util.ArrayList;
import java.util.List;

/** What follows from the largest batch where the settings leave it open. */
record BatchSizes(int slots, int inFlightFrames, List<Integer> shapes) {

    /** @param slots and {@code inFlightFrames}: 0 = automatic @param shapes empty = automatic */
    static BatchSizes of(int maxFrames, int lanes, int workers, int slots, int inFlightFrames, List<Integer> shapes) {
        return new BatchSizes(
                slots == 0 ? 3 * maxFrames * lanes + workers : slots,
                inFlightFrames == 0 ? Math.max(64, 4 * maxFrames * lanes) : inFlightFrames,
                shapes.isEmpty() ? powersOfTwo(maxFrames) : List.copyOf(shapes));
    }

    /** With fewer a full batch never forms. */
    static int fewestSlots(int maxFrames, int lanes, int workers) {
        return maxFrames * lanes + workers;
    }

    /** The largest batch that so many slots allow. */
    static int largestBatch(int slots, int lanes, int workers) {
        return (slots - workers) / lanes;
    }

    private static List<Integer> powersOfTwo(int largest) {
        List<Integer> shapes = new ArrayList<>();
        for (int shape = 1; shape < largest; shape *= 2) {
            shapes.add(shape);
        }
        shapes.add(largest);
        return shapes;
    }
}
