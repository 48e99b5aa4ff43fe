package dev.framelot.load.scenario;

import java.util.Optional;

/**
 * MLPerf's early stopping (inference rules, "early stopping"; LoadGen with tolerance 0): how few queries still show, with 99 %
 * confidence, that a share of all queries stays within a latency bound. With {@code t} queries over the bound, so many must lie
 * within it that a system at exactly that share would have {@code t} or fewer over it in less than 1 % of all tests: the
 * Clopper-Pearson bound of the share, turned into a count.
 */
public final class EarlyStopping {
    public static final double CONFIDENCE = 0.99;

    private EarlyStopping() {}

    /** @param value in the latencies' unit @param discarded highest latencies that lie above it */
    public record Estimate(double value, long discarded) {}

    /**
     * Fewest queries within the bound when {@code over} exceed it.
     *
     * @param percentile share that must be within, such as 0.99
     */
    public static long fewestWithin(long over, double percentile) {
        long low = 1;
        long high = 1;
        while (!shown(high, over, percentile)) {
            low = high + 1;
            high *= 2;
        }
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (shown(middle, over, percentile)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether so many within and over the bound show that at least {@code percentile} of all queries are within. */
    public static boolean shown(long within, long over, double percentile) {
        return within > 0 && Binomial.atMost(over, within + over, 1 - percentile) < 1 - CONFIDENCE;
    }

    /** Fewest queries from which a percentile can be estimated at all. */
    public static long fewestQueries(double percentile) {
        return fewestWithin(1, percentile) + 1;
    }

    /**
     * A percentile that the true one exceeds in less than 1 % of all tests: with the largest {@code t} that these many queries
     * allow, the {@code t}-th highest latency.
     *
     * @param ascending latencies
     * @return empty where there are fewer than {@link #fewestQueries}
     */
    public static Optional<Estimate> percentile(double[] ascending, double percentile) {
        int queries = ascending.length;
        if (queries < 2 || !shown(queries - 1L, 1, percentile)) {
            return Optional.empty();
        }
        long low = 1;
        long high = queries - 1L;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (shown(queries - middle, middle, percentile)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Optional.of(new Estimate(ascending[(int) (queries - low)], low - 1));
    }
}
