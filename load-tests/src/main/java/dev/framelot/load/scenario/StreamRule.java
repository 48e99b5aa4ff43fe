package dev.framelot.load.scenario;

import dev.framelot.load.measure.Samples;
import java.util.Locale;
import java.util.Optional;

/**
 * MLPerf's two closed loops: the next query goes when the one before it is answered.
 *
 * @param samplesPerQuery frames that go together; a query is answered when its last frame is
 * @param percentile share whose latency is told
 */
public enum StreamRule {
    SINGLE_STREAM(1, 0.90),
    MULTI_STREAM(8, 0.99);

    public final int samplesPerQuery;
    public final double percentile;

    StreamRule(int samplesPerQuery, double percentile) {
        this.samplesPerQuery = samplesPerQuery;
        this.percentile = percentile;
    }

    /**
     * @param millis the percentile's early-stopping estimate; not a number where there were too few queries
     * @param plainMillis the same percentile as measured
     */
    public record Told(double millis, double plainMillis, int queries, boolean valid, String sentence) {}

    /** @param latencies of queries, milliseconds @param seconds measured @param leastSeconds that the rules ask for */
    public Told judge(double[] latencies, double seconds, double leastSeconds) {
        double[] ascending = latencies.clone();
        java.util.Arrays.sort(ascending);
        Optional<EarlyStopping.Estimate> estimate = EarlyStopping.percentile(ascending, percentile);
        double plain = Samples.of(ascending).percentile(percentile * 100);
        String name = String.format(Locale.ROOT, "p%.0f", percentile * 100);
        if (estimate.isEmpty()) {
            return new Told(Double.NaN, plain, ascending.length, false,
                    "invalid: " + ascending.length + " queries, early stopping needs at least " + EarlyStopping.fewestQueries(percentile) + " for " + name);
        }
        boolean longEnough = seconds >= leastSeconds;
        String sentence = String.format(Locale.ROOT, "%s: %s %.3f ms (early-stopping estimate, %d highest discarded; as measured %.3f ms) of %d queries in %.1f s%s",
                longEnough ? "valid" : "invalid", name, estimate.get().value(), estimate.get().discarded(), plain, ascending.length, seconds,
                longEnough ? "" : String.format(Locale.ROOT, ", the rules ask for %.0f s", leastSeconds));
        return new Told(estimate.get().value(), plain, ascending.length, longEnough, sentence);
    }
}
