package dev.framelot.inference;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a batch of each shape costs, as far as it was run; shapes that never ran are absent, none is guessed.
 *
 * <p>Made monotone: a larger shape never looks cheaper than a smaller one. Where a measurement says so it is noise, and a
 * scheduler that believed it would pad every batch up.
 */
public record CostCurve(NavigableMap<Integer, Cost> byShape) {
    private static final CostCurve UNKNOWN = new CostCurve(new TreeMap<>());

    /** Run times of one shape. @param medianNanos the usual one @param p95Nanos one that is rarely exceeded */
    public record Cost(long medianNanos, long p95Nanos) {
        public Cost {
            if (medianNanos < 0 || p95Nanos < medianNanos) {
                throw new IllegalArgumentException(
                        "A median of " + medianNanos + " ns and a 95th percentile of " + p95Nanos + " ns: must be 0 <= median <= percentile");
            }
        }

        /** Of at least one run; nearest rank, so both are times that did occur. */
        public static Cost ofRuns(long... nanos) {
            if (nanos.length == 0) {
                throw new IllegalArgumentException("No run: a cost needs at least one");
            }
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Cost(sorted[(sorted.length - 1) / 2], sorted[(int) Math.ceil(0.95 * sorted.length) - 1]);
        }
    }

    public CostCurve {
        TreeMap<Integer, Cost> rising = new TreeMap<>();
        long median = 0;
        long p95 = 0;
        for (Map.Entry<Integer, Cost> entry : byShape.entrySet()) {
            if (entry.getKey() < 1) {
                throw new IllegalArgumentException("Shape " + entry.getKey() + ": must be at least 1");
            }
            median = Math.max(median, entry.getValue().medianNanos());
            p95 = Math.max(p95, entry.getValue().p95Nanos());
            rising.put(entry.getKey(), new Cost(median, p95));
        }
        byShape = Collections.unmodifiableNavigableMap(rising);
    }

    public static CostCurve of(Map<Integer, Cost> costs) {
        return new CostCurve(new TreeMap<>(costs));
    }

    /** Nothing has run yet. */
    public static CostCurve unknown() {
        return UNKNOWN;
    }

    public boolean isKnown() {
        return !byShape.isEmpty();
    }

    /** Ascending. */
    public List<Integer> shapes() {
        return List.copyOf(byShape.keySet());
    }

    public Optional<Cost> at(int shape) {
        return Optional.ofNullable(byShape.get(shape));
    }

    /** Median run time by shape: the seed of a cost table. Shapes in ascending order. */
    public Map<Integer, Long> medianNanos() {
        Map<Integer, Long> medians = new LinkedHashMap<>();
        byShape.forEach((shape, cost) -> medians.put(shape, cost.medianNanos()));
        return medians;
    }
}
