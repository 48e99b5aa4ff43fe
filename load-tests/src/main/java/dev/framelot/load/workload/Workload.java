package dev.framelot.load.workload;

import dev.framelot.load.simulate.Traces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A named load. {@link WorkloadFile} reads and checks it.
 *
 * @param name of the file, without its ending
 * @param arrivals of an open loop; Server's are always Poisson
 * @param trace a file of arrivals instead
 * @param rate frames/s of all cameras; where Server's search begins
 * @param load the same as a share of what the declared device can do at best
 * @param backfill besides the live cameras, frames/s; 0: none
 * @param instances of the application, each a process
 * @param slo latency bound; also what the application is told as {@code batching.slo}, unless its settings say otherwise; zero: none
 * @param settings of the application
 * @param changes of mode while frames flow
 * @param atMost and {@code atLeast}: goals
 */
public record Workload(
        String name,
        String description,
        Scenario scenario,
        Traces arrivals,
        Optional<Path> trace,
        OptionalDouble rate,
        OptionalDouble load,
        int cameras,
        double backfill,
        Pictures pictures,
        Timing full,
        Timing quick,
        Engine engine,
        int instances,
        int partitions,
        Memory memory,
        Duration slo,
        Until until,
        Map<String, String> settings,
        List<Change> changes,
        Map<Metric, Double> atMost,
        Map<Metric, Double> atLeast) {

    /** OPEN_LOOP sends by a schedule; the others are MLPerf's. */
    public enum Scenario {
        OPEN_LOOP,
        SINGLE_STREAM,
        MULTI_STREAM,
        SERVER,
        OFFLINE
    }

    /** TINY: 64 x 64 pixels, 1 kB. BOARDS: drawn circuit boards of 640 x 640, about 60 kB. LARGE: 4000 x 3000 pixels. */
    public enum Pictures {
        TINY,
        BOARDS,
        LARGE
    }

    /** When a latency ends: when the application has made the result's record, or when a {@code read_committed} reader has it. */
    public enum Until {
        RESULT,
        READER
    }

    /**
     * @param duration measured; of MLPerf's loops and Offline the least that makes a run valid
     * @param frames of Offline; 0 elsewhere
     * @param probe of Server's search, before the final run
     */
    public record Timing(Duration duration, Duration warmUp, int repeats, int frames, Duration probe) {}

    /** @param fixed and {@code perFrame}: of the declared device */
    public record Engine(Kind kind, Duration fixed, Duration perFrame) {
        public enum Kind {
            DECLARED_COST,
            MODEL,
            CUDA
        }
    }

    /** Of each instance, mebibytes; 0: Java's choice. */
    public record Memory(int heapMb, int directMb) {}

    /** @param at share of the measured time that has passed @param mode a batching mode @param maxWait empty: what the mode says */
    public record Change(double at, String mode, Optional<Duration> slo, Optional<Duration> maxWait, Optional<String> drop) {}

    public Workload {
        settings = Map.copyOf(settings);
        changes = List.copyOf(changes);
        atMost = Map.copyOf(atMost);
        atLeast = Map.copyOf(atLeast);
    }

    public Timing timing(boolean isQuick) {
        return isQuick ? quick : full;
    }

    /**
     * On another engine; a declared device keeps its times.
     *
     * @throws BadWorkloadException the rate follows from a declared device, and there would be none
     */
    public Workload on(Engine.Kind kind) throws BadWorkloadException {
        if (kind != Engine.Kind.DECLARED_COST && load.isPresent()) {
            throw new BadWorkloadException(name, List.of("load: is a share of what the declared device can do; with another engine give rate in a file of your own"));
        }
        Pictures shown = kind == Engine.Kind.DECLARED_COST || pictures != Pictures.TINY ? pictures : Pictures.BOARDS;
        return new Workload(name, description, scenario, arrivals, trace, rate, load, cameras, backfill, shown, full, quick, new Engine(kind, engine.fixed, engine.perFrame),
                instances, partitions, memory, slo, until, settings, changes, atMost, atLeast);
    }

    /** The live cameras alone. */
    public Workload withoutBackfill() {
        return new Workload(name, description, scenario, arrivals, trace, rate, load, cameras, 0, pictures, full, quick, engine, instances, partitions, memory, slo, until,
                settings, changes, atMost, atLeast);
    }

    /** The same with other live cameras, at a rate of its own, and without changes of mode. */
    public Workload sending(int newCameras, double framesPerSecond) {
        return new Workload(name, description, scenario, arrivals, trace, OptionalDouble.of(framesPerSecond), OptionalDouble.empty(), newCameras, backfill, pictures, full, quick,
                engine, instances, partitions, memory, slo, until, settings, List.of(), atMost, atLeast);
    }
}
