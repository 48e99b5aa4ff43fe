package dev.framelot.load.workload;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.config.BatchingSettings;
import dev.framelot.config.ConfigException;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.TraceFile;
import dev.framelot.load.simulate.Traces;
import dev.framelot.load.workload.Workload.Change;
import dev.framelot.load.workload.Workload.Engine;
import dev.framelot.load.workload.Workload.Memory;
import dev.framelot.load.workload.Workload.Pictures;
import dev.framelot.load.workload.Workload.Scenario;
import dev.framelot.load.workload.Workload.Timing;
import dev.framelot.load.workload.Workload.Until;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a workload and checks all of it: a file with three mistakes is told of three. docs/load-tests.md describes the keys. */
public final class WorkloadFile {
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Frames of one run, so that its schedule and its results fit in memory. */
    public static final int MOST_FRAMES = 1_000_000;

    private WorkloadFile() {}

    /** @throws BadWorkloadException with every problem */
    public static Workload read(Path file) throws BadWorkloadException {
        List<String> problems = new ArrayList<>();
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        Map<?, ?> content = parse(file, problems);
        if (!problems.isEmpty()) {
            throw new BadWorkloadException(file.toString(), problems);
        }
        Workload workload = workload(name, file, new Fields("", content, problems));
        if (!problems.isEmpty()) {
            throw new BadWorkloadException(file.toString(), problems);
        }
        return workload;
    }

    /** Every scalar stays text, as in model cards: a mode named {@code on} is no boolean. */
    private static Map<?, ?> parse(Path file, List<String> problems) {
        Resolver textOnly = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(8);
        try {
            if (Files.size(file) > MOST_BYTES) {
                problems.add("the file has " + Files.size(file) + " bytes, at most " + MOST_BYTES + " are read");
                return Map.of();
            }
            DumperOptions unused = new DumperOptions();
            Object content = new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, textOnly)
                    .load(Files.readString(file, StandardCharsets.UTF_8));
            if (content instanceof Map<?, ?> map) {
                return map;
            }
            problems.add("the file is no YAML mapping");
        } catch (NoSuchFileException absent) {
            problems.add("there is no such file");
        } catch (CharacterCodingException binary) {
            problems.add("the file is no UTF-8 text");
        } catch (IOException | YAMLException unreadable) {
            problems.add("the file can't be read: " + unreadable.getMessage());
        }
        return Map.of();
    }

    private static Workload workload(String name, Path file, Fields f) {
        String description = f.required("description", "a sentence");
        Scenario scenario = f.oneOf("scenario", Scenario.class, Scenario.OPEN_LOOP);
        boolean openLoop = scenario == Scenario.OPEN_LOOP;
        Engine engine = engine(f.section("engine"));
        int cameras = f.whole("cameras", 1, 100_000, 8);
        Optional<Path> trace = f.text("trace").map(text -> file.toAbsolutePath().getParent().resolve(text));
        Optional<Trace> arrivalsOfTrace = trace.flatMap(path -> trace(f, path));
        Traces arrivals = f.oneOf("arrivals", Traces.class, Traces.POISSON);
        if (!openLoop && (f.has("arrivals") || trace.isPresent())) {
            f.problem("arrivals", "scenario " + wire(scenario) + " has its own; only open-loop takes them");
        }
        Optional<Double> rate = f.number("rate", 0.001, 1e6);
        Optional<Double> perCamera = f.number("rate-per-camera", 0.001, 1e5);
        Optional<Double> load = f.number("load", 0.001, 100);
        long given = List.of(rate, perCamera, load).stream().filter(Optional::isPresent).count() + (trace.isPresent() ? 1 : 0);
        boolean needsRate = openLoop || scenario == Scenario.SERVER;
        boolean asked = f.has("rate") || f.has("rate-per-camera") || f.has("load") || f.has("trace");
        if (needsRate && (given > 1 || given == 0 && !asked)) {
            f.problem("rate", (given == 0 ? "is absent; expected is" : "is told more than once; expected is one of") + " rate, rate-per-camera, load"
                    + (openLoop ? " or trace" : ""));
        }
        if (!needsRate && asked) {
            f.problem("rate", "scenario " + wire(scenario) + " sends as fast as it is answered; leave rate and load out");
        }
        if (load.isPresent() && engine.kind() != Engine.Kind.DECLARED_COST) {
            f.problem("load", "needs a declared-cost engine, whose best rate is known beforehand; give rate instead");
        }
        double backfill = f.number("backfill-rate", 0, 1e6).orElse(0.0);
        if (backfill > 0 && !openLoop) {
            f.problem("backfill-rate", "only goes with scenario open-loop");
        }
        Pictures pictures = f.oneOf("pictures", Pictures.class, engine.kind() == Engine.Kind.DECLARED_COST ? Pictures.TINY : Pictures.BOARDS);
        Timing full = timing(f, "full", scenario);
        Timing quick = timing(f, "quick", scenario);
        int instances = f.whole("instances", 1, 64, 1);
        int partitions = f.whole("partitions", 1, 1_000, Math.max(4, instances));
        if (partitions < instances) {
            f.problem("partitions", "is " + partitions + ", fewer than the " + instances + " instances: some would get no frame");
        }
        Fields m = f.section("memory");
        Memory memory = new Memory(m.whole("heap-mb", 32, 1 << 20, 0), m.whole("direct-mb", 16, 1 << 20, 0));
        m.refuseUnknown();
        Duration slo = f.duration("slo", Duration.ZERO, HOUR).orElse(Duration.ZERO);
        if (scenario == Scenario.SERVER && slo.isZero()) {
            f.problem("slo", "is absent or 0; Server searches the highest rate within a latency bound");
        }
        Until until = f.oneOf("until", Until.class, Until.RESULT);
        Map<String, String> settings = f.section("settings").pairs();
        Optional<FramelotConfig> config = checked(f, settings, engine, slo);
        List<Change> changes = changes(f, openLoop, config);
        Measurable measurable = new Measurable(scenario, !slo.isZero(), backfill > 0, trace.isPresent(), !changes.isEmpty());
        Map<Metric, Double> atMost = goals(f, "at-most", measurable);
        Map<Metric, Double> atLeast = goals(f, "at-least", measurable);
        f.refuseUnknown();
        OptionalDouble frames = rate.isPresent() ? OptionalDouble.of(rate.get())
                : perCamera.isPresent() ? OptionalDouble.of(perCamera.get() * cameras) : OptionalDouble.empty();
        double expectedRate = load.isPresent() ? load.get() * config.map(checked -> bestRate(engine, checked.batching().maxFrames())).orElse(0.0)
                : arrivalsOfTrace.map(all -> all.frames() * 1e9 / all.lengthNanos()).orElse(frames.orElse(0));
        if (load.isPresent() && config.filter(checked -> checked.batching().maxFrames() < 1).isPresent()) {
            f.problem("load", "is a share of what the device does in largest batches, and batching.max-frames leaves their size to a measurement; give it a number, or give rate instead");
        }
        if (Double.isInfinite(expectedRate)) {
            f.problem("load", "is a share of what the declared device can do, and one that takes no time can do anything; give it fixed or per-frame, or give rate instead");
        }
        for (Timing timing : List.of(full, quick)) {
            double expected = (expectedRate + backfill) * (timing.duration().plus(timing.warmUp()).toMillis() / 1e3);
            if (openLoop && Double.isFinite(expected) && expected > MOST_FRAMES) {
                f.problem(timing == full ? "full.duration" : "quick.duration", String.format(Locale.ROOT, "would send %.0f frames, at most %d are kept in memory", expected, MOST_FRAMES));
            }
        }
        return new Workload(name, description, scenario, arrivals, trace, frames, load.isPresent() ? OptionalDouble.of(load.get()) : OptionalDouble.empty(),
                cameras, backfill, pictures, full, quick, engine, instances, partitions, memory, slo, until, settings, changes, atMost, atLeast);
    }

    /** All of it is read now, so that its problems are told with the others. */
    private static Optional<Trace> trace(Fields f, Path path) {
        if (!Files.isRegularFile(path)) {
            f.problem("trace", "is '" + path + "', and there is no such file");
            return Optional.empty();
        }
        try {
            return Optional.of(TraceFile.read(path, QueuedFrame.NO_DEADLINE));
        } catch (IllegalArgumentException unusable) {
            f.problem("trace", unusable.getMessage());
        }
        return Optional.empty();
    }

    /** Frames per second of a declared device in largest batches. */
    private static double bestRate(Engine engine, int mostFrames) {
        return mostFrames * 1e9 / (engine.fixed().toNanos() + (double) mostFrames * engine.perFrame().toNanos());
    }

    private static Engine engine(Fields f) {
        Engine.Kind kind = f.oneOf("kind", Engine.Kind.class, Engine.Kind.DECLARED_COST);
        Duration fixed = f.duration("fixed", Duration.ZERO, Duration.ofMinutes(1)).orElse(Duration.ofMillis(4));
        Duration perFrame = f.duration("per-frame", Duration.ZERO, Duration.ofMinutes(1)).orElse(Duration.ofNanos(300_000));
        if (kind != Engine.Kind.DECLARED_COST && (f.has("fixed") || f.has("per-frame"))) {
            f.problem("fixed", "and per-frame are of a declared-cost engine; kind " + wire(kind) + " takes the time it takes");
        }
        f.refuseUnknown();
        return new Engine(kind, fixed, perFrame);
    }

    private static Timing timing(Fields all, String key, Scenario scenario) {
        Fields f = all.section(key);
        Optional<Duration> duration = f.duration("duration", SECOND, HOUR);
        if (duration.isEmpty() && !f.has("duration")) {
            f.problem("duration", "is absent; expected is a time such as 60s");
        }
        Duration warmUp = f.duration("warm-up", Duration.ZERO, HOUR).orElse(Duration.ofSeconds(3));
        int repeats = f.whole("repeats", 1, 100, 1);
        int frames = f.whole("frames", 1, MOST_FRAMES, 0);
        if (scenario == Scenario.OFFLINE && frames == 0 && !f.has("frames")) {
            f.problem("frames", "is absent; Offline sends so many at once");
        }
        if (scenario != Scenario.OFFLINE && f.has("frames")) {
            f.problem("frames", "only goes with scenario offline");
        }
        Duration probe = f.duration("probe", SECOND, HOUR).orElse(Duration.ofSeconds(5));
        if (scenario != Scenario.SERVER && f.has("probe")) {
            f.problem("probe", "only goes with scenario server");
        }
        f.refuseUnknown();
        return new Timing(duration.orElse(SECOND), warmUp, repeats, frames, probe);
    }

    private static List<Change> changes(Fields f, boolean openLoop, Optional<FramelotConfig> config) {
        List<Change> changes = new ArrayList<>();
        double before = 0;
        // A batch that is measured at the start has no size yet.
        ControlState inForce = config.map(FramelotConfig::batching).filter(batching -> batching.maxFrames() > 0).map(ControlState::of).orElse(null);
        for (Fields change : f.sections("changes")) {
            Optional<Double> at = change.number("at", 0.01, 0.99);
            if (at.isEmpty() && !change.has("at")) {
                change.problem("at", "is absent; expected is a share of the measured time, such as 0.5");
            }
            if (at.isPresent() && at.get() <= before) {
                change.problem("at", "is " + at.get() + ", not after the change before it");
            }
            before = at.orElse(before);
            BatchingSettings.Mode mode = change.oneOf("mode", BatchingSettings.Mode.class, null);
            if (mode == null && !change.has("mode")) {
                change.problem("mode", "is absent; expected is a batching mode");
            }
            BatchingSettings.Drop drop = change.oneOf("drop", BatchingSettings.Drop.class, null);
            Optional<Duration> slo = change.duration("slo", Duration.ZERO, HOUR);
            Optional<Duration> maxWait = change.duration("max-wait", Duration.ZERO, Duration.ofMinutes(1));
            changes.add(new Change(at.orElse(0.5), mode == null ? "" : wire(mode), slo, maxWait, Optional.ofNullable(drop).map(WorkloadFile::wire)));
            change.refuseUnknown();
            if (mode != null && inForce != null) {
                inForce = new ControlState(mode, slo.orElse(inForce.slo()), drop == null ? inForce.drop() : drop, inForce.maxFrames(), maxWait, inForce.version() + 1, "", 0);
                inForce.problem().ifPresent(problem -> change.problem("mode", problem));
            }
        }
        if (!changes.isEmpty() && !openLoop) {
            f.problem("changes", "only go with scenario open-loop");
        }
        return changes;
    }

    private static Map<Metric, Double> goals(Fields f, String key, Measurable measurable) {
        Fields goals = f.section(key);
        Map<Metric, Double> limits = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            goals.number(metric.wireName(), 0, 1e12).ifPresent(limit -> {
                limits.put(metric, limit);
                measurable.whyNot(metric).ifPresent(why -> goals.problem(metric.wireName(), why));
            });
        }
        goals.refuseUnknown();
        return limits;
    }

    /** The application's own check, so that its problems are told here and not after a broker has started; empty where it refuses. */
    private static Optional<FramelotConfig> checked(Fields f, Map<String, String> settings, Engine engine, Duration slo) {
        for (String ours : List.of("kafka.bootstrap-servers", "kafka.application-id", "topics.frames", "topics.backfill", "topics.detections", "topics.shed", "topics.dead-letter",
                "topics.control")) {
            if (settings.containsKey(ours)) {
                f.problem("settings." + ours, "is the load test's to set");
            }
        }
        Map<String, String> tried = new HashMap<>(settings);
        tried.put("kafka.bootstrap-servers", "localhost:1");
        tried.putIfAbsent("batching.slo", slo.toNanos() + "ns");
        if (engine.kind() == Engine.Kind.DECLARED_COST) {
            tried.put("inference.engine", "declared-cost");
        }
        try {
            return Optional.of(ConfigLoader.loadWithoutModel(new ConfigSources(Optional.empty(), Map.of(), Map.of(), tried)).config());
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> f.problem("settings", problem.toString()));
            return Optional.empty();
        }
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
