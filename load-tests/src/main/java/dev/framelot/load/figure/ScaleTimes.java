package dev.framelot.load.figure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What {@link ScaleFigure} measures for how long, in which order, and so how long it takes. */
final class ScaleTimes {
    /** What one instance does before the slow device, about. */
    private static final double SLOW_RATE = 87;
    private static final double BOOKS_SECONDS = 1.5;
    static final int WARM_UP_FRAMES = 100;
    static final Duration SETTLE = Duration.ofSeconds(2);

    private ScaleTimes() {}

    static List<Integer> instances(boolean quick) {
        return quick ? List.of(1, 2, 4) : List.of(1, 2, 4, 8);
    }

    /** Numbers of cameras; there and back where the goal is: what drifts meanwhile is the same for few and many. */
    static List<Integer> order(int instances, boolean quick) {
        List<Integer> order = new ArrayList<>(quick ? List.of(10, 10_000) : List.of(10, 100, 1_000, 10_000));
        if (instances == 1) {
            List<Integer> back = new ArrayList<>(order);
            Collections.reverse(back);
            order.addAll(back);
        }
        return order;
    }

    /** Of each instance before the slow device. */
    static int slowFrames(boolean quick) {
        return quick ? 500 : 1_500;
    }

    /** At the measured rate, until code that is compiled late is compiled: else whatever is measured first costs more. */
    static Duration compiling(boolean quick) {
        return Duration.ofSeconds(quick ? 5 : 15);
    }

    static Duration measured(boolean quick) {
        return Duration.ofSeconds(quick ? 5 : 20);
    }

    /** Seconds of one number of cameras. */
    static double turn(boolean quick) {
        return SETTLE.plus(measured(quick)).toSeconds() + BOOKS_SECONDS;
    }

    /** Seconds of all that is measured before the slow device. */
    static double slow(List<Integer> instances, boolean quick) {
        // Four instances drain twice, the second time from few cameras.
        return instances.stream().mapToDouble(count -> start(count) + (WARM_UP_FRAMES + slowFrames(quick) * (count == 4 ? 2.2 : 1)) / SLOW_RATE + 2 * BOOKS_SECONDS).sum();
    }

    /** Seconds of all that is measured before the quick device. */
    static double quick(List<Integer> instances, boolean quick) {
        return instances.stream().mapToDouble(count -> start(count) + 6 + compiling(quick).toSeconds() + order(count, quick).size() * turn(quick)).sum();
    }

    private static double start(int instances) {
        return 10 + 3 * instances;
    }
}
