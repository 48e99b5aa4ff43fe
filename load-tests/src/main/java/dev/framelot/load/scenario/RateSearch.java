package dev.framelot.load.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The highest rate that holds: doubled until one fails (or halved until one holds), then bisected on a logarithmic scale. Asks
 * for the next rate to try and is told how it went; knows neither clock nor system.
 */
public final class RateSearch {
    /** @param held as it was told */
    public record Probe(double rate, boolean held) {}

    private final double tolerance;
    private final double most;
    private final int mostProbes;
    private final List<Probe> probes = new ArrayList<>();
    private double highestHeld;
    private double lowestFailed = Double.POSITIVE_INFINITY;
    private double next;

    /**
     * @param first rate to try, above 0
     * @param most rate that is never exceeded
     * @param tolerance the search ends when the lowest failed rate is at most this much above the highest held, such as 0.05
     * @param mostProbes bound of the search
     */
    public RateSearch(double first, double most, double tolerance, int mostProbes) {
        if (!(first > 0 && first <= most && tolerance > 0) || mostProbes < 1) {
            throw new IllegalArgumentException("A search from " + first + " up to " + most + " frames/s within " + tolerance + " in " + mostProbes
                    + " probes: rates and tolerance must be above 0, the first at most the highest, and at least 1 probe");
        }
        this.next = first;
        this.most = most;
        this.tolerance = tolerance;
        this.mostProbes = mostProbes;
    }

    /** The rate to try; empty at the end. */
    public OptionalDouble next() {
        boolean near = lowestFailed <= highestHeld * (1 + tolerance) || highestHeld >= most;
        return near || probes.size() >= mostProbes ? OptionalDouble.empty() : OptionalDouble.of(next);
    }

    /** How {@link #next} went. */
    public void told(boolean held) {
        double tried = next().orElseThrow(() -> new IllegalStateException("The search has ended; nothing was asked"));
        probes.add(new Probe(tried, held));
        if (held) {
            highestHeld = tried;
        } else {
            lowestFailed = tried;
        }
        if (Double.isInfinite(lowestFailed)) {
            next = Math.min(most, tried * 2);
        } else {
            next = highestHeld == 0 ? tried / 2 : Math.sqrt(highestHeld * lowestFailed);
        }
    }

    /** 0 where no rate held. */
    public double highest() {
        return highestHeld;
    }

    public List<Probe> probes() {
        return List.copyOf(probes);
    }
}
