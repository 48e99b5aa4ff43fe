package dev.framelot.load.plan;

import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.load.simulate.Curve;
import dev.framelot.load.simulate.Outcome;
import dev.framelot.load.simulate.Scenario;
import dev.framelot.load.simulate.Simulation;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.Traces;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The fewest devices whose fullest instance holds the SLO in simulation. Pure: a plan follows from its demand and seed. */
public final class Planner {
    static final double LEAST_ON_TIME = 0.99;
    /** Scatter of run times, as devices measured so far have it. */
    private static final double NOISE = 0.05;
    private static final double SIMULATED_SECONDS = 10;
    private static final int MOST_FRAMES = 30_000;
    private static final int MOST_DEVICES = 100_000;
    /** More than a Kafka cluster is asked to have. */
    private static final int MOST_PARTITIONS = 1_000_000;
    private static final int PARTITIONS_PER_INSTANCE = 4;
    private static final int MOST_PARTITIONS_PER_INSTANCE = 16;

    private Planner() {}

    /** @throws IllegalArgumentException no number of devices can hold this SLO */
    public static Plan plan(Demand demand) {
        Shapes shapes = Shapes.powersOfTwoUpTo(demand.maxBatch());
        double alone = demand.curve().millis(1) + demand.pathMillis();
        if (alone > demand.sloMillis()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "An SLO of %.1f ms can't be held by any number of devices: one frame alone takes %.1f ms (run %.1f,"
                    + " path beside it %.1f). Take a faster device or a smaller model, or a longer SLO", demand.sloMillis(), alone, demand.curve().millis(1), demand.pathMillis()));
        }
        double best = demand.curve().capacity(shapes);
        double cores = demand.allFramesPerSecond() * demand.cpuMillisPerFrame() / 1e3;
        double byDevice = Math.ceil(demand.allFramesPerSecond() / (best * demand.mostLoad()));
        double byCpu = Math.ceil(cores / (demand.coresPerInstance() * demand.mostLoad()));
        // One that got an even share would need so many; no one does.
        double fewest = Math.max(1, Math.max(byDevice, byCpu));
        if (fewest > Math.min(MOST_DEVICES, demand.cameras())) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%,.0f frames/s need %,.0f devices (%.0f by device time, %.0f by CPU), more than there are cameras or than %,d."
                    + " Take a faster device, fewer frames/s of a camera, or less CPU for each", demand.allFramesPerSecond(), fewest, byDevice, byCpu, MOST_DEVICES));
        }
        KeySpread spread = KeySpread.of(demand.cameras());
        int least = (int) fewest;
        TreeMap<Integer, Plan.Point> tried = new TreeMap<>();
        int high = least;
        while (!point(demand, spread, high, tried).holds(demand)) {
            if (high >= Math.min(MOST_DEVICES, demand.cameras())) {
                throw new IllegalArgumentException(String.format(Locale.ROOT, "Even %,d device(s) for %,d camera(s) don't hold %.1f ms: 99th percentile %.1f ms at %.1f %% on time. Take a"
                        + " longer SLO or a faster device", high, demand.cameras(), demand.sloMillis(), tried.get(high).p99Millis(), 100 * tried.get(high).onTime()));
            }
            high = Math.min(Math.min(MOST_DEVICES, demand.cameras()), Math.max(high + 1, (int) Math.ceil(high * 1.2)));
        }
        Integer failed = tried.lowerKey(high);
        int low = failed == null ? least : failed + 1;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (point(demand, spread, middle, tried).holds(demand)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int partitions = partitions(demand, spread, high);
        String boundBy = high == 1 ? "nothing: one is the least" : boundBy(demand, point(demand, spread, high - 1, tried));
        return new Plan(demand, high, partitions, spread.mostCameras(partitions, high), tried.get(high), List.copyOf(tried.values()), cores, boundBy);
    }

    /** What one device fewer would break. */
    private static String boundBy(Demand demand, Plan.Point oneFewer) {
        if (oneFewer.cpuLoad() > demand.mostLoad()) {
            return "CPU: " + demand.cpuMillisPerFrame() + " ms a frame on " + demand.coresPerInstance() + " cores, at most " + demand.mostLoad() + " of them busy on the fullest instance";
        }
        return oneFewer.load() > demand.mostLoad() ? "device time: load at most " + demand.mostLoad() + " on the fullest instance"
                : "the SLO: 99th percentile and " + Math.round(100 * LEAST_ON_TIME) + " % on time";
    }

    /** A multiple of the instances, enough for the bytes, and a few each, so that cameras spread more evenly and instances can be added. */
    static int partitions(Demand demand, KeySpread spread, int instances) {
        double megabytes = demand.allFramesPerSecond() * demand.frameKilobytes() / 1e3;
        double byBytes = Math.ceil(megabytes / demand.partitionMegabytesPerSecond() / instances);
        double fewest = Math.max(PARTITIONS_PER_INSTANCE, byBytes);
        if (fewest * instances > MOST_PARTITIONS) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%,.0f MB/s at %.3f MB/s a partition need %,.0f partitions, at most %,d are planned. Take smaller frames or more"
                    + " megabytes a partition", megabytes, demand.partitionMegabytesPerSecond(), fewest * instances, MOST_PARTITIONS));
        }
        int each = (int) fewest;
        while (each < MOST_PARTITIONS_PER_INSTANCE && spread.mostCameras(instances * each, instances) > 1.25 * spread.cameras() / instances) {
            each++;
        }
        return instances * each;
    }

    private static Plan.Point point(Demand demand, KeySpread spread, int devices, TreeMap<Integer, Plan.Point> tried) {
        return tried.computeIfAbsent(devices, n -> simulated(demand, n, spread.mostCameras(partitions(demand, spread, n), n)));
    }

    static Plan.Point simulated(Demand demand, int devices, int cameras) {
        double rate = cameras * demand.framesPerSecond();
        double best = demand.curve().capacity(Shapes.powersOfTwoUpTo(demand.maxBatch()));
        double cpuLoad = rate * demand.cpuMillisPerFrame() / 1e3 / demand.coresPerInstance();
        int frames = (int) Math.max(cameras, Math.min(MOST_FRAMES, rate * SIMULATED_SECONDS));
        long budget = Math.round((demand.sloMillis() - demand.pathMillis()) * 1e6);
        Trace trace = Traces.CAMERAS.draw(rate, frames, cameras, budget, demand.seed());
        Outcome outcome = run(trace, demand.curve(), demand.maxBatch(), demand.sloMillis(), demand.seed());
        return new Plan.Point(devices, rate / best, cpuLoad, rate, outcome.latencyMillis(50) + demand.pathMillis(), outcome.latencyMillis(99) + demand.pathMillis(),
                outcome.onTimeShare(), outcome.meanBatch(), outcome.deviceBusy());
    }

    static Outcome run(Trace trace, Curve curve, int maxBatch, double sloMillis, long seed) {
        Objective objective = new Objective(new AdaptivePolicy(Math.round(sloMillis * 1e6)), DropPolicy.KEEP_ALL, maxBatch, 0);
        return Simulation.run(Scenario.of(trace, curve, NOISE, maxBatch, 1, objective, seed));
    }
}
