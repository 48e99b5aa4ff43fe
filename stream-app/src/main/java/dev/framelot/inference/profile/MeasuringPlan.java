package dev.framelot.inference.profile;

import java.time.Duration;

/**
 * How often each shape runs.
 *
 * @param least runs, however long they take
 * @param most runs, however short they are
 * @param enough between the two: no further run after so much time
 */
public record MeasuringPlan(int least, int most, Duration enough) {
    public MeasuringPlan {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("At least " + least + " and at most " + most + " runs: must be 1 <= least <= most");
        }
    }

    /** So many, whatever they take. */
    public static MeasuringPlan exactly(int runs) {
        return new MeasuringPlan(runs, runs, Duration.ZERO);
    }

    /** For a person who waits for a table. */
    public static MeasuringPlan thorough() {
        return new MeasuringPlan(7, 50, Duration.ofSeconds(3));
    }

    /** For a service that wants to start. */
    public static MeasuringPlan brief() {
        return new MeasuringPlan(5, 20, Duration.ofMillis(700));
    }

    boolean done(int runs, long spentNanos) {
        return runs >= most || runs >= least && spentNanos >= enough.toNanos();
    }

    /** Runs there will be, if each takes {@code runNanos}. */
    int expected(long runNanos) {
        long fitting = runNanos <= 0 ? most : enough.toNanos() / runNanos + 1;
        return (int) Math.max(least, Math.min(most, fitting));
    }
}
