package dev.framelot.load.simulate;

import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.LatencyPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cases that no constant was chosen on: other devices, largest shapes, budgets, loads, arrival processes and seeds than those of
 * development ({@code 3+1b, 4+0.25b, 3+9b ms; B 32; SLO 50, 50, 150 ms; loads 0.1 to 1.5; Poisson and bursty; seeds 1000 on}).
 */
public final class HeldOutCases {
    public static final double NOISE = 0.05;
    static final int FRAMES = 2_500;
    static final int CAMERAS = 8;
    public static final long FIRST_SEED = 9_000;
    static final List<Device> DEVICES = List.of(
            new Device(Curve.parse("2+0.6*b"), 16, 40),
            new Device(Curve.parse("6+0.5*b"), 64, 80),
            new Device(Curve.parse("1:5,2:5.5,4:7,8:11,16:20,32:39"), 32, 60),
            new Device(Curve.parse("8+4*b"), 16, 120));
    static final double[] LOADS = {0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.2, 1.4};
    static final List<Traces> PROCESSES = List.of(Traces.POISSON, Traces.BURSTY, Traces.CAMERAS, Traces.ON_OFF);
    private static final double OPTIMUM_LOAD = 0.7;

    /** @param sloMillis of every frame */
    public record Device(Curve curve, int maxBatch, long sloMillis) {
        public Shapes shapes() {
            return Shapes.powersOfTwoUpTo(maxBatch);
        }
    }

    /**
     * One case, means over its seeds.
     *
     * @param onTimeByOracle on-time frames ÷ those of the oracle, by policy
     * @param latencyByOptimum mean latency ÷ the optimum, by policy; empty where there is none
     */
    public record Case(String name, Map<String, Double> onTimeByOracle, Map<String, Double> latencyByOptimum) {}

    /** A contestant and whether it leaves frames out. */
    public record Contestant(String policy, DropPolicy drop) {}

    /** Told after each case. */
    public interface Watcher {
        void done(int cases, int all) throws InterruptedException;
    }

    private HeldOutCases() {}

    public static int count() {
        return DEVICES.size() * LOADS.length * PROCESSES.size();
    }

    /** @param seeds of each case @throws InterruptedException the watcher was interrupted */
    public static List<Case> run(List<Contestant> contestants, int seeds, Watcher watcher) throws InterruptedException {
        List<Case> cases = new ArrayList<>();
        for (Device device : DEVICES) {
            for (Traces process : PROCESSES) {
                for (double load : LOADS) {
                    cases.add(run(device, process, load, contestants, seeds));
                    watcher.done(cases.size(), count());
                }
            }
        }
        return cases;
    }

    private static Case run(Device device, Traces process, double load, List<Contestant> contestants, int seeds) {
        double rate = load * device.curve.capacity(device.shapes());
        double optimum = process == Traces.POISSON && load <= OPTIMUM_LOAD
                ? MeanLatencyOptimum.millis(device.curve, device.shapes(), rate, 400)
                : 0;
        Map<String, Double> onTime = new LinkedHashMap<>();
        Map<String, Double> latency = new LinkedHashMap<>();
        for (int i = 0; i < seeds; i++) {
            long seed = FIRST_SEED + i;
            Trace trace = process.draw(rate, FRAMES, CAMERAS, device.sloMillis * 1_000_000, seed);
            Outcome quiet = Simulation.run(Scenario.of(trace, device.curve, 0, device.maxBatch, 1,
                    new Objective(new LatencyPolicy(), DropPolicy.SHED_LATE, device.maxBatch, 0), seed));
            int oracle = Oracle.onTime(trace, device.curve, device.shapes(), 1, quiet.onTime()).orElseThrow();
            for (Contestant contestant : contestants) {
                Objective objective = new Objective(Policies.named(contestant.policy).get(), contestant.drop, device.maxBatch, 0);
                Outcome outcome = Simulation.run(Scenario.of(trace, device.curve, NOISE, device.maxBatch, 1, objective, seed));
                String name = name(contestant);
                onTime.merge(name, outcome.onTime() / (double) Math.max(1, oracle) / seeds, Double::sum);
                if (optimum > 0) {
                    latency.merge(name, outcome.meanLatencyMillis() / optimum / seeds, Double::sum);
                }
            }
        }
        return new Case(String.format(java.util.Locale.ROOT, "%s ms, B %d, SLO %d ms, %s at %.1f", device.curve, device.maxBatch, device.sloMillis, process.wireName(), load),
                onTime, latency);
    }

    static String name(Contestant contestant) {
        boolean rival = Policies.rivals().contains(contestant.policy);
        return contestant.policy + (rival && contestant.drop != DropPolicy.KEEP_ALL ? ", late ones left out" : "");
    }

    /** Ours with leaving out, and every rival both ways. */
    public static List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>(List.of(
                new Contestant("latency", DropPolicy.SHED_LATE), new Contestant("adaptive", DropPolicy.SHED_LATE)));
        for (String rival : Policies.rivals()) {
            all.add(new Contestant(rival, DropPolicy.KEEP_ALL));
            all.add(new Contestant(rival, DropPolicy.SHED_LATE));
        }
        return all;
    }
}
