package dev.framelot.load.scenario;

/** The binomial distribution's lower tail. */
final class Binomial {
    private Binomial() {}

    /**
     * Probability of {@code most} or fewer successes. Summed over logarithms, so that no term underflows where the sum does not.
     *
     * @param trials at least 1
     * @param success probability of one success, above 0 and below 1
     */
    static double atMost(long most, long trials, double success) {
        if (trials < 1 || !(success > 0 && success < 1)) {
            throw new IllegalArgumentException("A binomial of " + trials + " trials with probability " + success + ": needs at least 1 and a share between 0 and 1");
        }
        if (most >= trials) {
            return 1;
        }
        double logOdds = Math.log(success) - Math.log1p(-success);
        double logTerm = trials * Math.log1p(-success);
        double sum = most < 0 ? 0 : Math.exp(logTerm);
        for (long k = 1; k <= most; k++) {
            logTerm += Math.log((double) (trials - k + 1) / k) + logOdds;
            sum += Math.exp(logTerm);
        }
        return Math.min(1, sum);
    }
}
