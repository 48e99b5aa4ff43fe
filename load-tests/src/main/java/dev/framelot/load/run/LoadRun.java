package dev.framelot.load.run;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.Checkout;
import dev.framelot.load.measure.Machine;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.report.LoadResult;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.scenario.GeneratorDelay;
import dev.framelot.load.scenario.LatencyLog;
import dev.framelot.load.simulate.Curve;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.Workload.Engine;
import dev.framelot.load.workload.Workload.Timing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One workload from its start to its result. An interrupt ends it, and all that it started ends with it. */
public final class LoadRun {
    private static final double START_SECONDS = 9;
    private static final double DRAIN_SECONDS = 2;

    private final Workload workload;
    private final boolean quick;
    private final long seed;
    private final Optional<String> bootstrapServers;
    private final ProgressBar progress;
    private final BiConsumer<Integer, LatencyLog> logs;

    /** @param logs is given the latency log of each repeat */
    public LoadRun(Workload workload, boolean quick, long seed, Optional<String> bootstrapServers, ProgressBar progress, BiConsumer<Integer, LatencyLog> logs) {
        this.workload = workload;
        this.quick = quick;
        this.seed = seed;
        this.bootstrapServers = bootstrapServers;
        this.progress = progress;
        this.logs = logs;
    }

    /** About how long it takes. */
    public static double plannedSeconds(Workload workload, boolean quick) {
        Timing timing = workload.timing(quick);
        double once = once(timing) * (workload.backfill() > 0 ? 2 : 1);
        double probes = workload.scenario() == Workload.Scenario.SERVER ? ServerLoad.EXPECTED_PROBES * (timing.probe().toMillis() / 1e3 + DRAIN_SECONDS) : 0;
        return START_SECONDS + timing.repeats() * once + probes;
    }

    private static double once(Timing timing) {
        return timing.warmUp().toMillis() / 1e3 + timing.duration().toMillis() / 1e3 + DRAIN_SECONDS;
    }

    /** Frames per second of an open loop, or where a search begins. */
    static double rate(Workload workload) {
        return workload.rate().orElseGet(() -> workload.load().orElse(0.0) * capacity(workload));
    }

    /** Frames per second that the declared device does in the application's largest batches. */
    static double capacity(Workload workload) {
        int most = Site.mostFrames(workload);
        return most * 1e3 / curve(workload.engine()).millis(most);
    }

    static Curve curve(Engine engine) {
        return Curve.line(engine.fixed().toNanos() / 1e6, engine.perFrame().toNanos() / 1e6);
    }

    public LoadResult run() throws IOException, InterruptedException {
        Machine machine = Machine.current();
        Timing timing = workload.timing(quick);
        double all = plannedSeconds(workload, quick);
        progress.phase("starting a broker and " + workload.instances() + " instance(s)", all);
        List<byte[]> pictures = PictureSet.of(workload.pictures(), seed);
        List<Repeat> repeats = new ArrayList<>();
        Map<String, String> told;
        FramelotConfig config;
        try (Site site = Site.open(workload, workload.instances(), bootstrapServers)) {
            told = site.told();
            config = site.config();
            for (int number = 1; number <= timing.repeats(); number++) {
                double left = (timing.repeats() - number + 1) * (all - START_SECONDS) / timing.repeats();
                String name = timing.repeats() == 1 ? "" : "run " + number + " of " + timing.repeats() + ": ";
                repeats.add(repeat(site, pictures, number, name, left));
            }
        }
        progress.end();
        return new LoadResult(workload.name(), workload.description(), wire(workload.scenario()), quick, Checkout.commit(), machine, Instant.now(), seed,
                engine(workload.engine()), workload.engine().kind() == Engine.Kind.DECLARED_COST ? "none" : config.inference().model().getFileName().toString(),
                told, repeats, goals(repeats));
    }

    private Repeat repeat(Site site, List<byte[]> pictures, int number, String name, double left) throws IOException, InterruptedException {
        long drawn = seed + number - 1;
        Timing timing = workload.timing(quick);
        return switch (workload.scenario()) {
            case OPEN_LOOP -> {
                LiveLoad load = new LiveLoad(site, workload, pictures, progress);
                double rate = rate(workload);
                LiveLoad.Run run;
                if (workload.backfill() > 0) {
                    LiveLoad.Run alone = new LiveLoad(site, workload.withoutBackfill(), pictures, progress)
                            .accepted("a" + number + "-", rate, timing.warmUp(), timing.duration(), drawn, name + "without backfill, ", left);
                    run = load.accepted("r" + number + "-", rate, timing.warmUp(), timing.duration(), drawn, name, left - once(timing)).beside(alone);
                } else {
                    run = load.accepted("r" + number + "-", rate, timing.warmUp(), timing.duration(), drawn, name, left);
                }
                logs.accept(number, run.log());
                yield run.repeat(number, drawn);
            }
            case SERVER -> new ServerLoad(site, workload, pictures, progress, log -> logs.accept(number, log)).run(timing, number, drawn, left);
            case SINGLE_STREAM, MULTI_STREAM -> new StreamLoad(site, workload, pictures, progress, log -> logs.accept(number, log)).run(timing, number, drawn, name, left);
            case OFFLINE -> new OfflineLoad(site, workload, pictures, progress).run(timing, number, drawn, name, left);
        };
    }

    private List<LoadResult.GoalTold> goals(List<Repeat> repeats) {
        List<LoadResult.GoalTold> goals = new ArrayList<>();
        workload.atLeast().forEach((metric, limit) -> goals.add(new LoadResult.GoalTold(metric, "at-least", limit, median(repeats, metric))));
        workload.atMost().forEach((metric, limit) -> goals.add(new LoadResult.GoalTold(metric, "at-most", limit, median(repeats, metric))));
        goals.sort((a, b) -> a.metric().compareTo(b.metric()));
        return goals;
    }

    private static double median(List<Repeat> repeats, Metric metric) {
        return Samples.of(repeats.stream().map(repeat -> repeat.values().get(metric)).filter(java.util.Objects::nonNull).toList()).median();
    }

    private static String engine(Engine engine) {
        return switch (engine.kind()) {
            case DECLARED_COST -> "declared cost " + curve(engine) + " ms";
            case MODEL -> "ONNX Runtime on the CPU";
            case CUDA -> "ONNX Runtime on CUDA";
        };
    }

    static String wire(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Problems that make a run worthless whatever it measured. */
    static List<String> problems(Repeat.Books books, GeneratorDelay delay, long scheduled, double boundMillis, boolean exactlyOnce) {
        List<String> problems = new ArrayList<>(delay.problems(scheduled, boundMillis));
        if (books.lost() > 0) {
            problems.add(books.lost() + " frames are lost");
        }
        if (books.doubled() > 0 && exactlyOnce) {
            problems.add(books.doubled() + " results are doubled");
        }
        // At least once, what is done again comes again behind what followed it; in these runs nothing is killed, and so nothing is done again.
        if (books.outOfOrder() > 0) {
            problems.add(books.outOfOrder() + " frames came out of their camera's order");
        }
        if (books.deadLettered() > 0) {
            problems.add(books.deadLettered() + " frames became dead letters");
        }
        return problems;
    }
}
