package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.InferenceSettings;
import dev.framelot.inference.CostCurve;
import dev.framelot.inference.HostFacts;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.profile.Finding;
import dev.framelot.inference.profile.MeasuringPlan;
import dev.framelot.inference.profile.NothingFitsException;
import dev.framelot.inference.profile.Profile;
import dev.framelot.inference.profile.ProfileCache;
import dev.framelot.inference.profile.ProfileProgress;
import dev.framelot.inference.profile.Profiler;
import dev.framelot.inference.profile.SearchLimits;
import dev.framelot.inference.profile.ShapeRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At start: what batches cost, and, with {@code batching.max-frames: -1}, how large they may be. Measured, or read from an earlier profile. */
final class AutoBatch {
    private static final Logger LOG = LoggerFactory.getLogger(AutoBatch.class);

    private final InferenceEngine engine;
    private final ProfileCache cache;
    private Optional<Profile> profile = Optional.empty();

    AutoBatch(InferenceEngine engine, ProfileCache cache) {
        this.engine = engine;
        this.cache = cache;
    }

    static ProfileCache cache(InferenceSettings settings) {
        return new ProfileCache(settings.profiles()
                .orElseGet(() -> ProfileCache.defaultFolder(System.getenv(), Path.of(System.getProperty("user.home")))));
    }

    /** An earlier profile, where there is one, tells what batches cost. */
    void remember() {
        profile = cache.find(engine.profileKey()).profile();
    }

    /**
     * The settings with a largest batch in any case.
     *
     * @throws InferenceException the device was lost while measuring
     * @throws StartException no batch size at all is usable
     */
    FramelotConfig settle(FramelotConfig config) throws InferenceException {
        ProfileCache.Found found = cache.find(engine.profileKey());
        profile = found.profile();
        if (engine.fixedBatch().isPresent() && !config.batching().isToBeMeasured()) {
            return onlyShape(config, engine.fixedBatch().getAsInt());
        }
        if (!config.batching().isToBeMeasured()) {
            found.remarks().forEach(LOG::info);
            return config;
        }
        found.remarks().forEach(LOG::warn);
        SearchLimits limits = BatchRoom.of(config, engine);
        Optional<Finding> known = profile.flatMap(earlier -> earlier.under(limits));
        if (known.isPresent()) {
            return with(config, known.get(), "by the profile of " + profile.get().measuredAt() + ", " + cache.fileOf(engine.profileKey()));
        }
        profile.ifPresent(earlier -> LOG.info("The profile of {} ends at a batch of {}: measuring again", earlier.measuredAt(),
                earlier.runs().get(earlier.runs().size() - 1).shape()));
        return with(config, measure(limits), "measured");
    }

    /** A model that takes one batch size runs with that one, whatever the settings would like. */
    private FramelotConfig onlyShape(FramelotConfig config, int fixed) {
        if (config.batching().shapes().equals(List.of(fixed))) {
            return config;
        }
        OptionalInt allowed = config.largestBatchAllowed();
        if (allowed.isPresent() && allowed.getAsInt() < fixed) {
            throw new StartException("The model " + engine.model().name() + " takes only batches of " + fixed + ", but decode.slots and delivery.in-flight-frames"
                    + " allow at most " + allowed.getAsInt() + ": raise them, or leave them at 0");
        }
        LOG.warn("{} takes only batches of {}: batching.shapes {} does not hold for it. './framelot model prepare' may free its batch axis",
                engine.model().name(), fixed, config.batching().shapes());
        return config.withMeasured(List.of(fixed));
    }

    /** Lanes side by side need more room than the one that was measured: one shape less, as often as it takes. */
    FramelotConfig smaller(FramelotConfig given, FramelotConfig tried, InferenceException refused) throws InferenceException {
        List<Integer> shapes = tried.batching().shapes();
        if (!given.batching().isToBeMeasured() || refused.kind() != InferenceException.Kind.OUT_OF_MEMORY || shapes.size() < 2) {
            throw refused;
        }
        List<Integer> fewer = shapes.subList(0, shapes.size() - 1);
        LOG.warn("AutoBatch: {} lanes with batches of {} don't fit ({}); trying {}", tried.inference().lanes(), shapes.get(shapes.size() - 1),
                refused.getMessage(), fewer.get(fewer.size() - 1));
        return given.withMeasured(fewer);
    }

    /** From the profile where there is one, else as the warm-up of the lanes saw it. */
    CostCurve costs(List<Integer> shapes) {
        Map<Integer, CostCurve.Cost> costs = new TreeMap<>(engine.costs(shapes).byShape());
        profile.ifPresent(measured -> measured.costs().byShape().forEach((shape, cost) -> {
            if (shapes.contains(shape)) {
                costs.put(shape, cost);
            }
        }));
        return CostCurve.of(costs);
    }

    private FramelotConfig with(FramelotConfig config, Finding finding, String source) {
        int largest = finding.chosen().orElseThrow(() -> new StartException("No batch size is usable for " + engine.model().name() + ": " + finding.sentence()));
        List<Integer> shapes = new ArrayList<>();
        for (int shape = engine.fixedBatch().orElse(1); shape <= largest; shape *= 2) {
            shapes.add(shape);
        }
        LOG.info("AutoBatch: batches of up to {} frames, {}: {}", largest, source, finding.sentence());
        return config.withMeasured(shapes);
    }

    private Finding measure(SearchLimits limits) throws InferenceException {
        LOG.info("AutoBatch: measuring {} on {} ({})", engine.model().name(), engine.profileKey().device(), engine.provider());
        Profiler profiler = new Profiler(engine, MeasuringPlan.brief(), Instant::now, HostFacts::availableBytes, new Logged(), () -> false);
        try {
            Profile measured = profiler.profile(limits);
            profile = Optional.of(measured);
            cache.write(measured);
            return measured.finding();
        } catch (NothingFitsException nothing) {
            throw new StartException(nothing.getMessage(), nothing);
        } catch (IOException unwritten) {
            LOG.warn("The profile can't be kept in {} (inference.profiles): {}; the next start measures again", cache.folder(), unwritten.toString());
            return profile.orElseThrow().finding();
        }
    }

    private static final class Logged implements ProfileProgress {
        @Override
        public void finished(ShapeRun run) {
            LOG.info("AutoBatch: a batch of {} takes {} ms (95th percentile {} ms), {} frames/s", run.shape(),
                    Math.round(run.cost().medianNanos() / 1e4) / 100.0, Math.round(run.cost().p95Nanos() / 1e4) / 100.0,
                    Math.round(run.framesPerSecond() * 10) / 10.0);
        }
    }
}
