package dev.framelot.inference.profile;

import dev.framelot.inference.CostCurve;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.MemoryReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs a model in the shapes that a {@link BatchSearch} asks for, one lane at a time, nothing beside it. */
public final class Profiler {
    /** One that a lane of the application never has. */
    private static final int LANE = Integer.MAX_VALUE;
    /** Another pattern must be slower by this share to be taken for harder than noise. */
    private static final double HARDER = 0.1;
    /** Of the memory that is free, how much a doubling may be expected to take. */
    private static final double ROOM_SHARE = 0.8;

    private final InferenceEngine engine;
    private final MeasuringPlan plan;
    private final Supplier<Instant> clock;
    private final Supplier<OptionalLong> hostRoomBytes;
    private final ProfileProgress progress;
    private final BooleanSupplier cancelled;

    /** Measured so far; owned by the measuring thread. */
    private final List<ShapeRun> runs = new ArrayList<>();

    /**
     * @param hostRoomBytes what the host has left: its kernel kills a process that takes too much, instead of refusing
     * @param cancelled asked between runs, by the measuring thread
     */
    public Profiler(
            InferenceEngine engine,
            MeasuringPlan plan,
            Supplier<Instant> clock,
            Supplier<OptionalLong> hostRoomBytes,
            ProfileProgress progress,
            BooleanSupplier cancelled) {
        this.engine = engine;
        this.plan = plan;
        this.clock = clock;
        this.hostRoomBytes = hostRoomBytes;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /**
     * @throws NothingFitsException not even the first shape runs as it must
     * @throws InferenceException the device was lost
     * @throws CancellationException cancelled; {@link #soFar} has what ran
     */
    public Profile profile(SearchLimits limits) throws NothingFitsException, InferenceException {
        BatchSearch search = new BatchSearch(limits);
        Optional<MemoryReading> before = engine.memory();
        Optional<Refusal> refusal = Optional.empty();
        InputPattern pattern = InputPattern.NOISE;
        while (search.next() instanceof BatchSearch.Next.Measure wanted) {
            checkCancelled();
            progress.begins(wanted.shape());
            refusal = foreseen(wanted.shape(), before);
            if (refusal.isEmpty()) {
                try {
                    pattern = runs.isEmpty() ? hardest(wanted.shape()) : pattern;
                    ShapeRun run = measure(wanted.shape(), pattern, before);
                    runs.add(run);
                    progress.finished(run);
                    search.ran(run);
                } catch (InferenceException failure) {
                    refusal = Optional.of(refusal(wanted.shape(), failure));
                }
            }
            refusal.ifPresent(search::refused);
        }
        Finding finding = ((BatchSearch.Next.Stop) search.next()).finding();
        if (finding.chosen().isEmpty()) {
            throw new NothingFitsException(engine.model().name(), finding);
        }
        return new Profile(
                engine.profileKey(), engine.model().name(), engine.model().version(), clock.get(), pattern.wireName(),
                before.map(MemoryReading::kind), runs, refusal, finding);
    }

    /** What has run, also after a cancel. */
    public List<ShapeRun> soFar() {
        return List.copyOf(runs);
    }

    private ShapeRun measure(int shape, InputPattern pattern, Optional<MemoryReading> before) throws InferenceException {
        try (Lane lane = engine.openLane(LANE, List.of(shape))) {
            List<Lane.Input> frames = pattern.frames(engine.input(), shape);
            List<Long> nanos = new ArrayList<>();
            long spent = 0;
            while (!plan.done(nanos.size(), spent)) {
                checkCancelled();
                long run = Math.max(1, lane.run(frames, shape).runNanos());
                nanos.add(run);
                spent += run;
                long usual = spent / nanos.size();
                int expected = Math.max(nanos.size(), plan.expected(usual));
                progress.ran(shape, nanos.size(), expected, (expected - nanos.size()) * usual);
            }
            return new ShapeRun(shape, nanos.size(), CostCurve.Cost.ofRuns(nanos.stream().mapToLong(n -> n).toArray()), grown(before));
        }
    }

    /** The slowest pattern; noise unless another is clearly slower. */
    private InputPattern hardest(int shape) throws InferenceException {
        InputPattern hardest = InputPattern.NOISE;
        try (Lane lane = engine.openLane(LANE, List.of(shape))) {
            long slowest = 0;
            for (InputPattern pattern : InputPattern.values()) {
                checkCancelled();
                List<Lane.Input> frames = pattern.frames(engine.input(), shape);
                long[] nanos = new long[3];
                for (int i = 0; i < nanos.length; i++) {
                    nanos[i] = lane.run(frames, shape).runNanos();
                }
                long usual = CostCurve.Cost.ofRuns(nanos).medianNanos();
                if (slowest == 0 || usual > slowest * (1 + HARDER)) {
                    slowest = usual;
                    hardest = pattern;
                }
            }
        }
        return hardest;
    }

    /** On the host a shape without room is not refused but kills the process: so it is not tried. */
    private Optional<Refusal> foreseen(int shape, Optional<MemoryReading> before) {
        OptionalLong room = hostRoomBytes.get();
        boolean onHost = before.map(MemoryReading::kind).filter(MemoryReading.Kind.RESIDENT::equals).isPresent();
        if (runs.isEmpty() || room.isEmpty() || !onHost) {
            return Optional.empty();
        }
        // Twice the frames take about as much again as is in use for them now.
        long more = runs.get(runs.size() - 1).grownBytes().orElse(0);
        if (more <= ROOM_SHARE * room.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(shape, Refusal.Cause.MEMORY, String.format(Locale.ROOT,
                "it would take about %.0f MiB more, and %.0f MiB are free on this host; it was not tried", more / 1048576.0,
                room.getAsLong() / 1048576.0)));
    }

    private static Refusal refusal(int shape, InferenceException failure) throws InferenceException {
        return switch (failure.kind()) {
            case OUT_OF_MEMORY -> new Refusal(shape, Refusal.Cause.MEMORY, failure.getMessage());
            case UNUSABLE_MODEL, BATCH_FAILED -> new Refusal(shape, Refusal.Cause.MODEL, failure.getMessage());
            case DEVICE_LOST -> throw failure;
        };
    }

    private OptionalLong grown(Optional<MemoryReading> before) {
        Optional<MemoryReading> now = engine.memory();
        return before.isPresent() && now.isPresent()
                ? OptionalLong.of(Math.max(0, now.get().usedBytes() - before.get().usedBytes()))
                : OptionalLong.empty();
    }

    private void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("Stopped before every batch size was measured");
        }
    }
}
