package dev.framelot.batching.policy;

import dev.framelot.batching.cost.CostTable;

/** A run time that hardly any run exceeds: what must be left to a deadline when a batch has waited for company. */
final class SlowRun {
    /** So many times the way from the usual run to its 95th percentile: at 5 % scatter one of 10^5 takes longer. */
    static final double SPREADS = 2.7;

    private SlowRun() {}

    static long nanos(CostTable cost, int shape) {
        long usual = cost.typicalNanos(shape);
        return usual + (long) (SPREADS * (cost.highNanos(shape) - usual));
    }
}
