package dev.framelot.load.scenario;

import java.util.Locale;

/** MLPerf's Server: Poisson arrivals at one rate hold when, with 99 % confidence, at least 99 % of all queries meet the bound. */
public final class ServerRule {
    public static final double WITHIN = 0.99;

    private ServerRule() {}

    /** @param held whether this rate counts as reached @param missing queries within the bound that early stopping would still need */
    public record Told(boolean held, double shareWithin, long missing, String sentence) {}

    /**
     * @param within queries answered within the bound
     * @param over queries answered later, left out or lost
     */
    public static Told judge(double rate, long within, long over) {
        long all = within + over;
        double share = all == 0 ? 0 : (double) within / all;
        boolean shown = EarlyStopping.shown(within, over, WITHIN);
        long missing = shown ? 0 : EarlyStopping.fewestWithin(over, WITHIN) - within;
        String sentence = String.format(Locale.ROOT, "%.1f frames/s: %.3f %% of %d within the bound, %s", rate, 100 * share, all,
                shown ? "held" : share >= WITHIN ? "not shown: early stopping needs " + missing + " more within it" : "not held");
        return new Told(shown && share >= WITHIN, share, missing, sentence);
    }

    /** Fewest queries of a probe that may have {@code share} of them over the bound and still be shown to hold. */
    public static long queriesFor(double share) {
        long queries = EarlyStopping.fewestWithin(0, WITHIN);
        while (!EarlyStopping.shown(queries - (long) Math.ceil(share * queries), (long) Math.ceil(share * queries), WITHIN)) {
            queries += Math.max(1, queries / 50);
        }
        return queries;
    }
}
