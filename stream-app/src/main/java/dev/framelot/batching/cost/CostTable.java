package dev.framelot.batching.cost;

import dev.framelot.batching.Shapes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * How long a run of each shape takes: the median of its last runs, and their 95th percentile.
 *
 * <p>A table and no line: kernels change with the size, so run time is no straight function of it. Shapes that never ran
 * are taken from the seed curve, or from their neighbours. Both values are made to rise with the shape, so that a noisy sample of a small
 * shape can't make it look dearer than a larger one.
 *
 * <p>A device that changes is noticed after three runs ({@link ChangeWatch}). What was learned before then only tells the form of the
 * curve: each of the next runs counts for its own shape at once, and {@link CurveFit} tells from all of them what the others cost.
 *
 * <p>Owner: the batcher's thread.
 */
public final class CostTable {
    /** Runs of a shape that are remembered. */
    static final int RUNS = 32;
    /** Runs enter the table so much later, so that it is not bent by what it is compared with. */
    static final int JUDGED = 5;
    /** So many runs after a change the shapes that have not run are learned from the others'. */
    static final int LEARNING = 12;
    /** 95th percentile ÷ median where too few runs are known to tell it. */
    static final double UNKNOWN_SPREAD = 1.08;
    /** Below so many runs the 95th percentile is a guess. */
    private static final int ENOUGH_RUNS = 12;
    /** A shape with so many runs needs its seed no more. */
    private static final int SEEDLESS_RUNS = 8;
    /** A measured seed counts as so many runs, so that one odd first run does not displace it; one that was inferred as one. */
    private static final int SEED_RUNS = 3;

    private final Shapes shapes;
    private final long[] seed;
    private final boolean[] inferred;
    private final long[][] runs;
    private final int[] runCount;
    /** The last runs, oldest first, that are not in the table yet. */
    private final Deque<CurveFit.Run> recent = new ArrayDeque<>();
    private final ChangeWatch watch;
    /** The table when the last change was noticed, and the runs since; both empty when that is learned. */
    private long[] before = new long[0];
    private final List<CurveFit.Run> since = new ArrayList<>();
    private final long[] typical;
    private final long[] high;

    /** @param seedNanos run times measured before, by shape; may be empty, and need not have every shape */
    public CostTable(Shapes shapes, Map<Integer, Long> seedNanos) {
        this.shapes = shapes;
        int n = shapes.ascending().size();
        this.seed = new long[n];
        this.inferred = new boolean[n];
        this.runs = new long[n][RUNS];
        this.runCount = new int[n];
        this.watch = new ChangeWatch(n);
        this.typical = new long[n];
        this.high = new long[n];
        seedNanos.forEach((shape, nanos) -> {
            if (nanos <= 0) {
                throw new IllegalArgumentException("A run of shape " + shape + " took " + nanos + " ns: must be more than 0");
            }
        });
        replaced(seedNanos);
    }

    /** A run of {@code shape} took {@code nanos}; a time that is not positive is no measurement and is left out. */
    public void ran(int shape, long nanos) {
        int index = shapes.indexOf(shape);
        if (nanos <= 0) {
            return;
        }
        CurveFit.Run run = new CurveFit.Run(index, nanos);
        if (!since.isEmpty()) {
            learn(run);
        } else if (runCount[index] == 0 && seed[index] == 0) {
            remember(run);
        } else {
            judge(run);
        }
        refresh();
    }

    /** Another model or device: nothing that was learned holds. @param seedNanos as for the constructor; times that are not positive are left out */
    public void replaced(Map<Integer, Long> seedNanos) {
        Arrays.fill(inferred, false);
        Arrays.fill(runCount, 0);
        recent.clear();
        watch.forget();
        before = new long[0];
        since.clear();
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

    private void judge(CurveFit.Run run) {
        if (recent.size() == JUDGED) {
            remember(recent.removeFirst());
        }
        recent.addLast(run);
        watch.saw(run, typical[run.index()], high[run.index()]);
        List<CurveFit.Run> other = watch.changed();
        if (!other.isEmpty()) {
            beginLearning(other);
            return;
        }
        long[] alone = watch.changedAlone(run.index());
        if (alone.length > 0) {
            recent.removeIf(one -> one.index() == run.index());
            runCount[run.index()] = 0;
            seed[run.index()] = 0;
            for (long nanos : alone) {
                remember(new CurveFit.Run(run.index(), nanos));
            }
            watch.forget();
        }
    }

    private void beginLearning(List<CurveFit.Run> shown) {
        before = typical.clone();
        Arrays.fill(runCount, 0);
        Arrays.fill(inferred, true);
        recent.clear();
        watch.forget();
        shown.forEach(this::learn);
    }

    private void learn(CurveFit.Run run) {
        since.add(run);
        remember(run);
        System.arraycopy(CurveFit.of(shapes.ascending(), before, since), 0, seed, 0, seed.length);
        if (since.size() == LEARNING) {
            since.clear();
        }
    }

    private void remember(CurveFit.Run run) {
        runs[run.index()][runCount[run.index()]++ % RUNS] = run.nanos();
    }

    private void refresh() {
        int n = seed.length;
        for (int i = 0; i < n; i++) {
            int known = Math.min(runCount[i], RUNS);
            int seeds = seed[i] == 0 || known >= SEEDLESS_RUNS ? 0 : inferred[i] ? 1 : SEED_RUNS;
            typical[i] = 0;
            high[i] = 0;
            if (known + seeds > 0) {
                long[] sorted = new long[known + seeds];
                System.arraycopy(runs[i], 0, sorted, 0, known);
                Arrays.fill(sorted, known, known + seeds, seed[i]);
                Arrays.sort(sorted);
                typical[i] = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
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
