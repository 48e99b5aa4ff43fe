package dev.framelot.load.figure;

import dev.framelot.load.measure.Samples;

/** Whether a series grows: the median of the slopes between all pairs of its points (Theil and Sen), which a few outliers don't move. */
final class Trend {
    private Trend() {}

    /**
     * @param x ascending, no two the same
     * @param y as many
     * @return y per x; not a number for fewer than two points
     */
    static double slope(double[] x, double[] y) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int pairs = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                slopes[pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        return Samples.of(slopes).median();
    }
}
