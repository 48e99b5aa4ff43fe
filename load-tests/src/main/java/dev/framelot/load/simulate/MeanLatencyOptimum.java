package dev.framelot.load.simulate;

import dev.framelot.batching.Shapes;
import java.util.List;

/**
 * The least mean latency that any policy reaches under Poisson arrivals on one lane without deadlines and without noise: a
 * semi-Markov decision process over the number waiting, by relative value iteration (Tijms, A First Course in Stochastic Models, 2003, ch. 7;
 * data transformation of Schweitzer 1971). Decisions are at ends of runs and at arrivals while idle: run a shape, or wait for the next.
 */
public final class MeanLatencyOptimum {
    private MeanLatencyOptimum() {}

    /**
     * @param framesPerSecond arrivals; must be below the device's capacity
     * @param mostWaiting the state is cut here; frames beyond are not counted, so it must be rarely reached
     * @return milliseconds from arrival to end of run
     */
    public static double millis(Curve curve, Shapes shapes, double framesPerSecond, int mostWaiting) {
        double lambda = framesPerSecond / 1e3;
        List<Integer> sizes = shapes.ascending();
        int actions = sizes.size();
        double[] time = new double[actions];
        double[][] arrivals = new double[actions][];
        for (int s = 0; s < actions; s++) {
            time[s] = curve.millis(sizes.get(s));
            arrivals[s] = poisson(lambda * time[s]);
        }
        double eta = 0.99 * Math.min(1 / lambda, time[0]);
        double[] h = new double[mostWaiting + 1];
        double[] next = new double[mostWaiting + 1];
        double gain = 0;
        for (int round = 0; round < 200_000; round++) {
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            for (int n = 0; n <= mostWaiting; n++) {
                double best = Double.POSITIVE_INFINITY;
                if (n < mostWaiting) {
                    // Waiting costs n frames for one mean gap.
                    best = n + eta * lambda * (h[n + 1] - h[n]);
                }
                for (int s = 0; s < actions && n > 0; s++) {
                    if (s > 0 && sizes.get(s - 1) >= n) {
                        break;
                    }
                    int left = n - Math.min(n, sizes.get(s));
                    double cost = n * time[s] + lambda * time[s] * time[s] / 2;
                    double expected = 0;
                    for (int j = 0; j < arrivals[s].length; j++) {
                        expected += arrivals[s][j] * h[Math.min(mostWaiting, left + j)];
                    }
                    best = Math.min(best, cost / time[s] + eta / time[s] * (expected - h[n]));
                }
                next[n] = h[n] + best;
                most = Math.max(most, best);
                least = Math.min(least, best);
            }
            double base = next[0];
            for (int n = 0; n <= mostWaiting; n++) {
                h[n] = next[n] - base;
            }
            gain = (most + least) / 2;
            if (most - least < 1e-6 * Math.abs(gain)) {
                break;
            }
        }
        // Little: mean number in the system ÷ arrival rate.
        return gain / lambda;
    }

    private static double[] poisson(double mean) {
        int most = (int) (mean + 12 * Math.sqrt(mean + 1) + 20);
        double[] p = new double[most + 1];
        double value = Math.exp(-mean);
        for (int j = 0; j <= most; j++) {
            p[j] = value;
            value *= mean / (j + 1);
        }
        return p;
    }
}
