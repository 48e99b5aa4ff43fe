package dev.framelot.load.figure;

import dev.framelot.load.measure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Windows in turn: without viewers, with, without, … and without at the end. Each with viewers is compared with the mean of its two
 * neighbours without; each without, but the first and the last, with its two neighbours of the same kind, which is how much a
 * comparison differs for no reason at all.
 */
record WatchedSeries(List<WatchedWindow> windows) {
    WatchedSeries {
        windows = List.copyOf(windows);
        if (windows.size() < 5 || windows.size() % 2 == 0) {
            throw new IllegalArgumentException("a series has an odd number of windows, 5 or more, not " + windows.size());
        }
        for (int i = 0; i < windows.size(); i++) {
            if (windows.get(i).watched() != (i % 2 == 1)) {
                throw new IllegalArgumentException("window " + i + " is not in turn");
            }
        }
    }

    /** With viewers divided by without; one for each window with viewers. */
    Samples effect(ToDoubleFunction<WatchedWindow> value) {
        return ratios(value, 1, 1);
    }

    /** Without viewers divided by without. */
    Samples chance(ToDoubleFunction<WatchedWindow> value) {
        return ratios(value, 2, 2);
    }

    private Samples ratios(ToDoubleFunction<WatchedWindow> value, int first, int distance) {
        List<Double> ratios = new ArrayList<>();
        for (int i = first; i + distance < windows.size(); i += 2) {
            double neighbours = (value.applyAsDouble(windows.get(i - distance)) + value.applyAsDouble(windows.get(i + distance))) / 2;
            ratios.add(value.applyAsDouble(windows.get(i)) / neighbours);
        }
        return Samples.of(ratios);
    }

    /** The middle one of the windows with viewers, or of those without. */
    double median(boolean watched, ToDoubleFunction<WatchedWindow> value) {
        return Samples.of(windows.stream().filter(window -> window.watched() == watched).mapToDouble(value).toArray()).median();
    }
}
