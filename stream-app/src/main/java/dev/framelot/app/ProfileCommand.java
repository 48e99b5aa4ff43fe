package dev.framelot.app;

import dev.framelot.config.DurationText;
import dev.framelot.config.InferenceSettings;
import dev.framelot.config.LoadedConfig;
import dev.framelot.config.SettingsCatalogue;
import dev.framelot.inference.HostFacts;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.profile.MeasuringPlan;
import dev.framelot.inference.profile.NothingFitsException;
import dev.framelot.inference.profile.Profile;
import dev.framelot.inference.profile.ProfileCache;
import dev.framelot.inference.profile.ProfileJson;
import dev.framelot.inference.profile.Profiler;
import dev.framelot.inference.profile.SearchLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "profile",
        description = {
            "Run a model in batches of 1, 2, 4, … until memory, the throughput or the SLO stops it, and show what each costs.",
            "The profile is kept, and read by 'framelot run' at start. Exit 1 where not even a batch of 1 is usable.",
            "Example: framelot profile --model models/pcb-defects",
            "Example: framelot profile --config my.yaml --slo 50ms --png curve.png"
        },
        mixinStandardHelpOptions = true)
final class ProfileCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    /** A run on the device can't be broken off: Ctrl-C waits for it so long. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    @Mixin
    ConfigOptions options;

    @Option(names = "--model", paramLabel = "MODEL", description = "An .onnx file or a model card; the same as --set inference.model=…")
    String model;

    @Option(names = "--max-batch", paramLabel = "N", description = "Try no larger batch; 1 to 1024.")
    Integer maxBatch;

    @Option(names = "--runs", paramLabel = "K", description = "Runs of each batch size; without it: as many as 3 s hold, 7 to 50.")
    Integer runs;

    @Option(names = "--slo", paramLabel = "D", description = "Longest time a batch may take (95th percentile), as 50ms or 1s.")
    String slo;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the profile there, - for the screen.")
    String json;

    @Option(names = "--png", paramLabel = "FILE", description = "Also draw frames/s and time per batch there.")
    Path png;

    @Spec
    CommandSpec spec;

    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Override
    public Integer call() throws InferenceException, NothingFitsException, IOException {
        SearchBounds bounds = bounds();
        InferenceSettings settings = load().config().inference();
        // Ctrl-C ends the measuring after the run in progress; the hook then waits for the session to be closed.
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> cancel(ended), "framelot-profile-cancel");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return profile(settings, bounds);
        } finally {
            ended.countDown();
            if (!cancelled.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private record SearchBounds(int maxBatch, String because, Optional<Duration> slo, MeasuringPlan plan) {}

    private int profile(InferenceSettings settings, SearchBounds bounds) throws InferenceException, NothingFitsException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (InferenceEngine engine = Engines.open(settings)) {
            SearchLimits limits = new SearchLimits(bounds.maxBatch, bounds.because, bounds.slo, engine.fixedBatch());
            ProfileScreen screen = new ProfileScreen(err, System.console() != null, bounds.maxBatch);
            Profiler profiler = new Profiler(engine, bounds.plan, Instant::now, HostFacts::availableBytes, screen, cancelled::get);
            err.println(engine.model().name() + " on " + engine.profileKey().device() + " (" + engine.provider() + "), Ctrl-C stops");
            Profile profile;
            try {
                profile = profiler.profile(limits);
            } catch (CancellationException byPerson) {
                screen.clear();
                out.print(ProfileTable.of(profiler.soFar()));
                out.println("Stopped by hand after " + profiler.soFar().size() + " batch sizes: no size is chosen, nothing is written.");
                out.flush();
                return INTERRUPTED;
            } finally {
                screen.clear();
            }
            if (!"-".equals(json)) {
                out.print(ProfileTable.of(profile));
            }
            keep(profile, settings, out, err);
            out.flush();
            return 0;
        }
    }

    private void keep(Profile profile, InferenceSettings settings, PrintWriter out, PrintWriter err) throws IOException {
        if ("-".equals(json)) {
            out.print(ProfileJson.write(profile));
        } else if (json != null) {
            Files.writeString(Path.of(json), ProfileJson.write(profile));
            out.println("Wrote " + json);
        }
        if (png != null) {
            ProfilePicture.write(profile, png);
            err.println("Wrote " + png);
        }
        ProfileCache cache = AutoBatch.cache(settings);
        try {
            err.println("Kept for the next start: " + cache.write(profile));
        } catch (IOException unwritten) {
            err.println("Not kept for the next start: " + cache.folder() + " (inference.profiles) can't be written: " + unwritten);
        }
    }

    private LoadedConfig load() {
        if (model != null) {
            options.settings.put("inference.model", model);
            options.settings.put("inference.engine", "onnx");
        }
        return options.loadWithoutBroker();
    }

    private SearchBounds bounds() {
        if (maxBatch != null && (maxBatch < 1 || maxBatch > SettingsCatalogue.MOST_FRAMES)) {
            throw new ParameterException(spec.commandLine(), "--max-batch is " + maxBatch + ", must be 1 to " + SettingsCatalogue.MOST_FRAMES);
        }
        if (runs != null && (runs < 1 || runs > 100_000)) {
            throw new ParameterException(spec.commandLine(), "--runs is " + runs + ", must be 1 to 100000");
        }
        Optional<Duration> limit = Optional.empty();
        if (slo != null) {
            try {
                limit = Optional.of(DurationText.read(slo)).filter(time -> !time.isZero() && !time.isNegative());
            } catch (IllegalArgumentException unreadable) {
                limit = Optional.empty();
            }
            if (limit.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--slo is '" + slo + "', must be a time above 0 such as 50ms or 1s");
            }
        }
        return new SearchBounds(
                maxBatch == null ? SettingsCatalogue.MOST_FRAMES : maxBatch,
                maxBatch == null ? "Framelot" : "--max-batch",
                limit,
                runs == null ? MeasuringPlan.thorough() : MeasuringPlan.exactly(runs));
    }

    private void cancel(CountDownLatch ended) {
        cancelled.set(true);
        try {
            ended.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
