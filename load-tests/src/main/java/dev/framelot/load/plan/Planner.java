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
import java.util.TreeMap;

/** The fewest devices whose fullest instance holds the SLO in simulation. Pure: a plan follows from its demand and seed. */
public final class Planner {
    static final double LEAST_ON_TIME = 0.99;
    /** Scatter of run times, as devices measured so far have it. */
    private static final double NOISE = 0.05;
    private static final double SIMULATED_SECONDS = 10;
    private static final int MOST_FRAMES = 30_000;
    private static final int MOST_DEVICES = 100_000;
    private static final int PARTITIONS_PER_INSTANCE = 4;
    private static final int MOST_PARTITIONS_PER_INSTANCE = 16;

    private Planner() {}

    /** @throws IllegalArgumentException no number of devices can hold this SLO */
    public static Plan plan(Demand demand) {
        Shapes shapes = Shapes.powersOfTwoUpTo(demand.maxBatch());
        double alone = demand.curve().millis(1) + demand.pathMillis();
        if (alone > demand.sloMillis()) {
            throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, "An SLO of %.1f ms can't be held by any number of devices: one frame alone takes %.1f ms (run %.1f,"
                    + " path beside it %.1f). Take a faster device or a smaller model, or a longer SLO", demand.sloMillis(), alone, demand.curve().millis(1), demand.pathMillis()));
        }
        double best = demand.curve().capacity(shapes);
        int byDevice = (int) Math.ceil(demand.allFramesPerSecond() / (best * demand.mostLoad()));
        double cores = demand.allFramesPerSecond() * demand.cpuMillisPerFrame() / 1e3;
        int byCpu = (int) Math.ceil(cores / demand.coresPerInstance());
        int least = Math.max(1, Math.max(byDevice, byCpu));
        TreeMap<Integer, Plan.Point> tried = new TreeMap<>();
        int high = least;
        while (!point(demand, high, tried).holds(demand)) {
            if (high >= demand.cameras()) {
                throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, "Even %d devices, one camera each, don't hold %.1f ms: 99th percentile %.1f ms at %.1f %% on"
                        + " time. Take a longer SLO", high, demand.sloMillis(), tried.get(high).p99Millis(), 100 * tried.get(high).onTime()));
            }
            high = Math.min(Math.min(MOST_DEVICES, demand.cameras()), Math.max(high + 1, (int) Math.ceil(high * 1.2)));
        }
        Integer failed = tried.lowerKey(high);
        int low = failed == null ? least : failed + 1;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (point(demand, middle, tried).holds(demand)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int partitions = partitions(demand, high);
        Plan.Point chosen = tried.get(high);
        Plan.Point oneFewer = high > 1 ? point(demand, high - 1, tried) : null;
        String boundBy = high == byCpu && byCpu > byDevice ? "CPU: " + demand.cpuMillisPerFrame() + " ms a frame on " + demand.coresPerInstance() + " cores an instance"
                : oneFewer == null || oneFewer.load() > demand.mostLoad() ? "device time: load at most " + demand.mostLoad() + " on the fullest instance"
                : "the SLO: 99th percentile and " + Math.round(100 * LEAST_ON_TIME) + " % on time";
        return new Plan(demand, high, partitions, KeySpread.mostCameras(demand.cameras(), partitions, high), chosen, java.util.List.copyOf(tried.values()), cores, boundBy);
    }

    /** A multiple of the instances, enough for the bytes, and a few each, so that cameras spread more evenly and instances can be added. */
    static int partitions(Demand demand, int instances) {
        double megabytes = demand.allFramesPerSecond() * demand.frameKilobytes() / 1e3;
        int byBytes = (int) Math.ceil(megabytes / demand.partitionMegabytesPerSecond());
        int each = Math.max(PARTITIONS_PER_INSTANCE, (int) Math.ceil((double) byBytes / instances));
        while (each < MOST_PARTITIONS_PER_INSTANCE && KeySpread.mostCameras(demand.cameras(), instances * each, instances) > 1.25 * demand.cameras() / instances) {
            each++;
        }
        return instances * each;
    }

    private static Plan.Point point(Demand demand, int devices, TreeMap<Integer, Plan.Point> tried) {
        return tried.computeIfAbsent(devices, n -> simulated(demand, n, KeySpread.mostCameras(demand.cameras(), partitions(demand, n), n)));
    }

    static Plan.Point simulated(Demand demand, int devices, int cameras) {
        double rate = cameras * demand.framesPerSecond();
        double best = demand.curve().capacity(Shapes.powersOfTwoUpTo(demand.maxBatch()));
        int frames = (int) Math.max(cameras, Math.min(MOST_FRAMES, rate * SIMULATED_SECONDS));
        long budget = Math.round((demand.sloMillis() - demand.pathMillis()) * 1e6);
        Trace trace = Traces.CAMERAS.draw(rate, frames, cameras, budget, demand.seed());
        Outcome outcome = run(trace, demand.curve(), demand.maxBatch(), demand.sloMillis(), demand.seed());
        return new Plan.Point(devices, rate / best, rate, outcome.latencyMillis(50) + demand.pathMillis(), outcome.latencyMillis(99) + demand.pathMillis(),
                outcome.onTimeShare(), outcome.meanBatch(), outcome.deviceBusy());
    }

    static Outcome run(Trace trace, Curve curve, int maxBatch, double sloMillis, long seed) {
        Objective objective = new Objective(new AdaptivePolicy(Math.round(sloMillis * 1e6)), DropPolicy.KEEP_ALL, maxBatch, 0);
        return Simulation.run(Scenario.of(trace, curve, NOISE, maxBatch, 1, objective, seed));
    }
}
