package dev.framelot.inference.profile;

import dev.framelot.inference.profile.Finding.StoppedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Which batch size to measure next, and when to stop: every power of two in turn until memory, the throughput's plateau, the
 * SLO, the model or the allowed maximum ends it. Pure: it is told measurements and never extrapolates, so what it chooses did
 * run. One use an instance.
 */
public final class BatchSearch {
    /** A doubling that gains less than this share more frames per second is not worth twice the latency. */
    static final double LEAST_GAIN = 0.05;

    /** What to do now. */
    public sealed interface Next {
        record Measure(int shape) implements Next {}

        record Stop(Finding finding) implements Next {}
    }

    private final SearchLimits limits;
    private final List<ShapeRun> runs = new ArrayList<>();
    private Next next;

    public BatchSearch(SearchLimits limits) {
        this.limits = limits;
        int first = limits.onlyShape().orElse(1);
        this.next = first <= limits.maxBatch()
                ? new Next.Measure(first)
                : stop(StoppedBy.LIMIT, OptionalInt.empty(), "the model takes only batches of " + first + ", and at most "
                        + limits.maxBatch() + " are allowed by " + limits.because() + "; allow " + first + ", or export the model with a free batch axis");
    }

    public Next next() {
        return next;
    }

    /** The shape that {@link #next} asked for was run. */
    public void ran(ShapeRun run) {
        expect(run.shape());
        OptionalInt before = largest();
        double gain = runs.isEmpty() ? 0 : run.framesPerSecond() / runs.get(runs.size() - 1).framesPerSecond() - 1;
        runs.add(run);
        if (limits.slo().isPresent() && run.cost().p95Nanos() > limits.slo().get().toNanos()) {
            next = stop(StoppedBy.SLO, before, String.format(Locale.ROOT,
                    "a batch of %d takes %.1f ms (95th percentile), the SLO is %.1f ms%s", run.shape(), run.cost().p95Nanos() / 1e6,
                    limits.slo().get().toNanos() / 1e6, before.isPresent() ? "" : "; allow more time, or take a smaller model or a faster device"));
        } else if (before.isPresent() && gain < LEAST_GAIN) {
            next = stop(StoppedBy.PLATEAU, before, String.format(Locale.ROOT,
                    "a batch of %d gives %.1f frames/s, %d gives %.1f: %+.1f %%, less than %.0f %% for a doubling", run.shape(),
                    run.framesPerSecond(), before.getAsInt(), run.framesPerSecond() / (1 + gain), 100 * gain, 100 * LEAST_GAIN));
        } else if (limits.onlyShape().isPresent()) {
            next = stop(StoppedBy.MODEL, largest(), "the model takes only batches of " + run.shape());
        } else if (2L * run.shape() > limits.maxBatch()) {
            next = stop(StoppedBy.LIMIT, largest(), "batches of at most " + limits.maxBatch() + " are allowed by " + limits.because()
                    + (before.isPresent() ? "; the throughput still rose up to there" : ""));
        } else {
            next = new Next.Measure(2 * run.shape());
        }
    }

    /** The shape that {@link #next} asked for did not run. */
    public void refused(Refusal refusal) {
        expect(refusal.shape());
        boolean noRoom = refusal.cause() == Refusal.Cause.MEMORY;
        String what = noRoom
                ? "does not fit at batch " + refusal.shape() + ": "
                : "does not run at batch " + refusal.shape() + ": ";
        next = stop(noRoom ? StoppedBy.MEMORY : StoppedBy.MODEL, largest(), "the model " + what + refusal.why());
    }

    /** What ran, ascending. */
    public List<ShapeRun> runs() {
        return List.copyOf(runs);
    }

    private OptionalInt largest() {
        return runs.isEmpty() ? OptionalInt.empty() : OptionalInt.of(runs.get(runs.size() - 1).shape());
    }

    private void expect(int shape) {
        if (!(next instanceof Next.Measure wanted) || wanted.shape() != shape) {
            throw new IllegalStateException("Told of shape " + shape + ", asked for " + next);
        }
    }

    private static Next.Stop stop(StoppedBy by, OptionalInt chosen, String sentence) {
        return new Next.Stop(new Finding(chosen, by, sentence));
    }
}
