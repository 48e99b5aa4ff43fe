package dev.framelot.batching.cost;

import dev.framelot.batching.Shapes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * How long a run of each shape takes: the median of its last runs, and their 95th percentile.
 *
 * <p>A table and no line: kernels change with the size, so run time is no straight function of it. Shapes that never ran
 * are taken from their neighbours, in the proportion of the seed curve where there is one. Both values are made to rise with the
 * shape, so that a noisy sample of a small shape can't make it look dearer than a larger one.
 *
 * <p>A device that becomes slower or faster is noticed by the median of the last {@value #DRIFT_WINDOW} ratios of actual to
 * predicted time, whatever their shapes: the whole table is then scaled by it at once, as waiting until each shape has
 * been relearned would take far longer. One or two odd runs can't move it.
 *
 * <p>Owner: the batcher's thread.
 */
public final class CostTable {
    /** Runs of a shape that are remembered. */
    static final int RUNS = 32;
    /** Runs whose ratio to the prediction tells a drift; odd, so that the median is one of them. */
    static final int DRIFT_WINDOW = 5;
    /** Beyond this ratio of actual to predicted time, or below its inverse, the table is scaled. */
    static final double DRIFT_LIMIT = 1.2;
    /** The window after a scaling is of the changed device alone, and corrects what the mixed one before it got wrong. */
    static final double REFINED_LIMIT = 1.04;
    /** 95th percentile ÷ median where too few runs are known to tell it. */
    static final double UNKNOWN_SPREAD = 1.08;
    /** Below so many runs the 95th percentile is a guess. */
    private static final int ENOUGH_RUNS = 12;

    private record Run(int index, long nanos) {}

    private final Shapes shapes;
    private final long[] seed;
    private final long[][] runs;
    private final int[] runCount;
    /** The last runs, oldest first. They enter the table when they leave here, so that it is not bent by what it is compared with. */
    private final Deque<Run> recent = new ArrayDeque<>();
    private boolean refining;
    private final long[] typical;
    private final long[] high;

    /** @param seedNanos run times measured before, by shape; may be empty, and need not have every shape */
    public CostTable(Shapes shapes, Map<Integer, Long> seedNanos) {
        this.shapes = shapes;
        int n = shapes.ascending().size();
        this.seed = new long[n];
        this.runs = new long[n][RUNS];
        this.runCount = new int[n];
        this.typical = new long[n];
        this.high = new long[n];
        seedNanos.forEach((shape, nanos) -> {
            int index = shapes.ascending().indexOf(shape);
            if (index >= 0) {
                if (nanos <= 0) {
                    throw new IllegalArgumentException("A run of shape " + shape + " took " + nanos + " ns: must be more than 0");
                }
                seed[index] = nanos;
            }
        });
        refresh();
    }

    /** A run of {@code shape} took {@code nanos}; a time that is not positive is no measurement and is left out. */
    public void ran(int shape, long nanos) {
        int index = shapes.indexOf(shape);
        if (nanos <= 0) {
            return;
        }
        if (runCount[index] == 0 && seed[index] == 0) {
            remember(index, nanos);
            refresh();
            return;
        }
        if (recent.size() == DRIFT_WINDOW) {
            Run judged = recent.removeFirst();
            remember(judged.index, judged.nanos);
        }
        recent.addLast(new Run(index, nanos));
        if (recent.size() == DRIFT_WINDOW) {
            double ratio = medianRatio();
            double limit = refining ? REFINED_LIMIT : DRIFT_LIMIT;
            refining = false;
            if (ratio > limit || ratio < 1 / limit) {
                refining = limit == DRIFT_LIMIT;
                rescale(ratio);
            }
        }
        refresh();
    }

    /** Another model or device: nothing that was learned holds. @param seedNanos as for the constructor */
    public void replaced(Map<Integer, Long> seedNanos) {
        Arrays.fill(seed, 0);
        Arrays.fill(runCount, 0);
        recent.clear();
        refining = false;
        List<Integer> sizes = shapes.ascending();
        for (int i = 0; i < sizes.size(); i++) {
            seed[i] = Math.max(0, seedNanos.getOrDefault(sizes.get(i), 0L));
        }
        refresh();
    }

    /** The usual run time, nanoseconds; 0 while nothing at all is known. */
    public long typicalNanos(int shape) {
        return typical[shapes.indexOf(shape)];
    }

    /** A run time that is rarely exceeded, nanoseconds; 0 while nothing at all is known. */
    public long highNanos(int shape) {
        return high[shapes.indexOf(shape)];
    }

    /** Whether anything was measured. */
    public boolean known() {
        return typical[0] > 0;
    }

    public Shapes shapes() {
        return shapes;
    }

    /** Frames per nanosecond of a full batch of this shape; 0 while nothing is known. */
    public double efficiency(int shape) {
        long nanos = typicalNanos(shape);
        return nanos == 0 ? 0 : (double) shape / nanos;
    }

    /** The smallest shape within 2 % of the best efficiency: larger ones gain nothing and make frames wait. */
    public int efficientShape() {
        double best = 0;
        for (int shape : shapes.ascending()) {
            best = Math.max(best, efficiency(shape));
        }
        for (int shape : shapes.ascending()) {
            if (efficiency(shape) >= 0.98 * best) {
                return shape;
            }
        }
        return shapes.largest();
    }

    private void rescale(double ratio) {
        for (int i = 0; i < seed.length; i++) {
            seed[i] = Math.round(typical[i] * ratio);
            runCount[i] = 0;
        }
        recent.forEach(run -> remember(run.index, run.nanos));
        recent.clear();
    }

    private void remember(int index, long nanos) {
        runs[index][runCount[index]++ % RUNS] = nanos;
    }

    private double medianRatio() {
        double[] ratios = new double[recent.size()];
        int count = 0;
        for (Run run : recent) {
            ratios[count++] = (double) run.nanos / typical[run.index];
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }

    private void refresh() {
        int n = seed.length;
        // The seed counts as three runs, so that one odd first run does not displace a measured curve.
        for (int i = 0; i < n; i++) {
            int known = Math.min(runCount[i], RUNS);
            int seeds = seed[i] > 0 && known < 8 ? 3 : 0;
            typical[i] = 0;
            high[i] = 0;
            if (known + seeds > 0) {
                long[] sorted = new long[known + seeds];
                System.arraycopy(runs[i], 0, sorted, 0, known);
                Arrays.fill(sorted, known, known + seeds, seed[i]);
                Arrays.sort(sorted);
                typical[i] = sorted[(sorted.length - 1) / 2];
                long measured = sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
                high[i] = known < ENOUGH_RUNS ? Math.round(typical[i] * UNKNOWN_SPREAD) : Math.max(typical[i], measured);
            }
        }
        fillUnknown();
        for (int i = 1; i < n; i++) {
            typical[i] = Math.max(typical[i], typical[i - 1]);
            high[i] = Math.max(high[i], high[i - 1]);
        }
    }

    /**
     * Between two known shapes on the line through them; below the smallest as dear as it; beyond the largest in
     * proportion to the frames, which no device exceeds and so promises too little rather than too much.
     */
    private void fillUnknown() {
        List<Integer> sizes = shapes.ascending();
        int before = -1;
        for (int i = 0; i < typical.length; i++) {
            if (typical[i] == 0) {
                continue;
            }
            for (int gap = before + 1; gap < i; gap++) {
                double share = before < 0 ? 1 : (double) (sizes.get(gap) - sizes.get(before)) / (sizes.get(i) - sizes.get(before));
                typical[gap] = before < 0 ? typical[i] : Math.round(typical[before] + share * (typical[i] - typical[before]));
                high[gap] = before < 0 ? high[i] : Math.round(high[before] + share * (high[i] - high[before]));
            }
            before = i;
        }
        if (before < 0) {
            return;
        }
        for (int gap = before + 1; gap < typical.length; gap++) {
            double times = (double) sizes.get(gap) / sizes.get(before);
            typical[gap] = Math.round(typical[before] * times);
            high[gap] = Math.round(high[before] * times);
        }
    }
}
