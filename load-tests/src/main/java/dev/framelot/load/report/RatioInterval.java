package dev.framelot.load.report;

import dev.framelot.load.measure.Samples;
import java.util.Arrays;
import java.util.Random;

/**
 * How one set of repeats compares with another: the ratio of their medians, and between what it lies in 95 % of draws with
 * replacement from both (percentile bootstrap). With few repeats the interval is too narrow rather than too wide; with one it is
 * absent.
 *
 * @param low and {@code high}: not a number where either side has fewer than two values
 */
public record RatioInterval(double ratio, double low, double high) {
    private static final int DRAWS = 10_000;
    private static final double TAIL_PERCENT = 2.5;

    /** Of {@code b} to {@code a}. */
    public static RatioInterval of(double[] a, double[] b, long seed) {
        double ratio = Samples.of(b).median() / Samples.of(a).median();
        if (a.length < 2 || b.length < 2) {
            return new RatioInterval(ratio, Double.NaN, Double.NaN);
        }
        Random random = new Random(seed);
        double[] ratios = new double[DRAWS];
        Arrays.setAll(ratios, i -> drawnMedian(b, random) / drawnMedian(a, random));
        Samples drawn = Samples.of(Arrays.stream(ratios).filter(Double::isFinite).toArray());
        return drawn.count() == 0 ? new RatioInterval(ratio, Double.NaN, Double.NaN)
                : new RatioInterval(ratio, drawn.percentile(TAIL_PERCENT), drawn.percentile(100 - TAIL_PERCENT));
    }

    private static double drawnMedian(double[] values, Random random) {
        return Samples.of(random.ints(values.length, 0, values.length).mapToDouble(i -> values[i]).toArray()).median();
    }

    /** Whether the interval leaves out 1: the sides differ by more than their repeats scatter. */
    public boolean differs() {
        return low > 1 || high < 1;
    }

    public boolean known() {
        return !Double.isNaN(low);
    }
}
