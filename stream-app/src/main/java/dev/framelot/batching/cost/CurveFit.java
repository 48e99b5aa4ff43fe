package dev.framelot.batching.cost;

import java.util.Arrays;
import java.util.List;

/**
 * What a few runs of a changed device suggest for all shapes: the curve it had, times a factor (another clock), unless a straight line
 * through the runs explains them much better (another model). Least absolute deviations of the logarithm, so that an odd run bends neither.
 */
final class CurveFit {
    /** By so much, in sum, the line must be nearer to the runs than the old curve: four times the usual scatter of one run. */
    private static final double MUCH_NEARER = 0.2;

    /** @param index of the shape */
    record Run(int index, long nanos) {}

    private CurveFit() {}

    /**
     * @param sizes frames by shape, ascending
     * @param before nanoseconds by shape, before the change
     * @param runs since then, at least one
     */
    static long[] of(List<Integer> sizes, long[] before, List<Run> runs) {
        double factor = medianRatio(before, runs);
        double[] scaled = new double[before.length];
        for (int i = 0; i < before.length; i++) {
            scaled[i] = before[i] * factor;
        }
        double[] best = scaled;
        double nearest = distance(scaled, runs) - MUCH_NEARER;
        for (Run one : runs) {
            for (Run other : runs) {
                if (one.index < other.index) {
                    double[] line = line(sizes, one, other);
                    double distance = line == null ? Double.MAX_VALUE : distance(line, runs);
                    if (distance < nearest) {
                        nearest = distance;
                        best = line;
                    }
                }
            }
        }
        long[] curve = new long[best.length];
        for (int i = 0; i < best.length; i++) {
            curve[i] = Math.max(1, Math.round(best[i]));
        }
        return curve;
    }

    /** Null where it falls with the shape, or begins below nothing: then it is chance that speaks. */
    private static double[] line(List<Integer> sizes, Run one, Run other) {
        double perFrame = (double) (other.nanos - one.nanos) / (sizes.get(other.index) - sizes.get(one.index));
        double fixed = one.nanos - perFrame * sizes.get(one.index);
        if (perFrame < 0 || fixed < 0) {
            return null;
        }
        double[] line = new double[sizes.size()];
        for (int i = 0; i < line.length; i++) {
            line[i] = fixed + perFrame * sizes.get(i);
        }
        return line;
    }

    private static double distance(double[] curve, List<Run> runs) {
        double sum = 0;
        for (Run run : runs) {
            sum += Math.abs(Math.log(run.nanos / curve[run.index]));
        }
        return sum;
    }

    private static double medianRatio(long[] before, List<Run> runs) {
        double[] ratios = new double[runs.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) runs.get(i).nanos / before[runs.get(i).index];
        }
        Arrays.sort(ratios);
        int middle = ratios.length / 2;
        return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
    }
}
