package dev.framelot.load.figure;

/** The highest rate that holds, by doubling and then halving the gap. No clock, no chance: the probe has both. */
final class RateSearch {
    private RateSearch() {}

    /** Whether a rate holds; asked for each rate at most once, and in the first part for rising ones. */
    @FunctionalInterface
    interface Probe {
        boolean holds(double rate) throws Exception;
    }

    /**
     * @param first rate to try
     * @param ceiling never exceeded; a rate that can't hold for certain costs the least steps
     * @param halvings of the gap between a rate that holds and one that does not
     * @return the highest rate that was seen to hold; 0 where none did
     */
    static double highest(double first, double ceiling, int halvings, Probe probe) throws Exception {
        if (!(first > 0) || !(first <= ceiling) || halvings < 0) {
            throw new IllegalArgumentException("a search starts above 0 and at most at its ceiling, with 0 or more halvings; not at " + first
                    + " below " + ceiling + " with " + halvings);
        }
        double holds = 0;
        double fails = Double.NaN;
        for (double rate = first; Double.isNaN(fails) && holds < ceiling; rate = Math.min(2 * rate, ceiling)) {
            if (probe.holds(rate)) {
                holds = rate;
            } else {
                fails = rate;
            }
        }
        for (int i = 0; i < halvings && !Double.isNaN(fails); i++) {
            double middle = (holds + fails) / 2;
            if (probe.holds(middle)) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return holds;
    }
}
