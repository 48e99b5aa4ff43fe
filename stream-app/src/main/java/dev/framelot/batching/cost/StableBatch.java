package dev.framelot.batching.cost;

/**
 * The smallest stable batch b*: the smallest shape whose full batches keep up with the arrivals. Sets how far to prefetch and
 * tells overload; it is never a count to wait for.
 *
 * @param shape b*, or the largest shape where none keeps up
 * @param overloaded no shape keeps up
 * @param load arrivals ÷ what the most efficient shape can do; 0 while run times are unknown
 */
public record StableBatch(int shape, boolean overloaded, double load) {
    /** Share of the rate on top, so that a queue that has formed also empties. */
    public static final double MARGIN = 0.1;

    /** @param perNano frames per nanosecond @param concurrent batches that the device runs beside each other */
    public static StableBatch of(CostTable cost, double perNano, int concurrent) {
        if (!cost.known()) {
            return new StableBatch(cost.shapes().ascending().get(0), false, 0);
        }
        double best = 0;
        for (int shape : cost.shapes().ascending()) {
            best = Math.max(best, cost.efficiency(shape) * concurrent);
        }
        double load = perNano / best;
        for (int shape : cost.shapes().ascending()) {
            if (cost.efficiency(shape) * concurrent >= perNano * (1 + MARGIN)) {
                return new StableBatch(shape, false, load);
            }
        }
        return new StableBatch(cost.shapes().largest(), true, load);
    }
}
