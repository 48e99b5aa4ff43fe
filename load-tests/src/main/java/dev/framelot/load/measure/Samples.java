package dev.framelot.load.measure;

import java.util.Arrays;
import java.util.Collection;

/** Measured values, in order of size; all of one unit. Without values every answer is "not a number". */
public final class Samples {
    private final double[] ascending;

    private Samples(double[] values) {
        ascending = values;
        Arrays.sort(ascending);
    }

    public static Samples of(Collection<? extends Number> values) {
        return new Samples(values.stream().mapToDouble(Number::doubleValue).toArray());
    }

    public static Samples of(double... values) {
        return new Samples(values.clone());
    }

    public int count() {
        return ascending.length;
    }

    /** The middle value, or the mean of the two in the middle. */
    public double median() {
        int half = ascending.length / 2;
        if (ascending.length == 0) {
            return Double.NaN;
        }
        return ascending.length % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
    }

    /** The smallest value that at least {@code percent} of all do not exceed. @param percent above 0, up to 100 */
    public double percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("a percentile lies above 0 and up to 100, " + percent + " does not");
        }
        if (ascending.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * ascending.length - 1e-9);
        return ascending[Math.max(1, rank) - 1];
    }

    /** The arithmetic mean. */
    public double mean() {
        return Arrays.stream(ascending).average().orElse(Double.NaN);
    }

    public double max() {
        return ascending.length == 0 ? Double.NaN : ascending[ascending.length - 1];
    }

    public double min() {
        return ascending.length == 0 ? Double.NaN : ascending[0];
    }
}
