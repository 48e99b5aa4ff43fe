package dev.framelot.load.run;

import dev.framelot.load.measure.Samples;
import dev.framelot.load.run.Collected.Result;
import java.util.List;

/** When results after a change look like those that follow. */
final class Settling {
    static final long STEP_MICROS = 100_000;

    private Settling() {}

    /**
     * Milliseconds from {@code askedMicros} to the end of the first step of 100 ms whose median latency lies among those of the
     * second half of the time until {@code endMicros} (their 5th to 95th percentile), as does the next step's. Not a number where
     * it never settles.
     */
    static double millis(List<Result> results, long askedMicros, long endMicros) {
        double[] medians = new double[(int) Math.max(0, (endMicros - askedMicros) / STEP_MICROS)];
        for (int step = 0; step < medians.length; step++) {
            long from = askedMicros + step * STEP_MICROS;
            medians[step] = Samples.of(results.stream().filter(r -> !r.backfill() && r.produced() >= from && r.produced() < from + STEP_MICROS)
                    .mapToDouble(r -> r.produced() - r.captured()).toArray()).median();
        }
        double[] later = java.util.Arrays.stream(medians).skip(medians.length / 2).filter(Double::isFinite).toArray();
        if (later.length < 4) {
            return Double.NaN;
        }
        double low = Samples.of(later).percentile(5);
        double high = Samples.of(later).percentile(95);
        for (int step = 0; step + 1 < medians.length; step++) {
            if (within(medians[step], low, high) && within(medians[step + 1], low, high)) {
                return (step + 1) * STEP_MICROS / 1e3;
            }
        }
        return Double.NaN;
    }

    private static boolean within(double value, double low, double high) {
        return value >= low && value <= high;
    }
}
