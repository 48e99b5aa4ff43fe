package dev.framelot.load.figure;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.config.DeliverySettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.simulate.BackfillShift;
import dev.framelot.load.simulate.Curve;
import dev.framelot.load.simulate.DecisionTime;
import dev.framelot.load.simulate.Efficiency;
import dev.framelot.load.simulate.HeldOutCases;
import dev.framelot.load.simulate.Outcome;
import dev.framelot.load.simulate.Scenario;
import dev.framelot.load.simulate.Settling;
import dev.framelot.load.simulate.Simulation;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.Traces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How near the batcher comes to what could be done: in virtual time on cases that no constant was chosen on, and live on the embedded broker. */
final class BatchingFigure implements Figure {
    private static final int CAMERAS = 8;
    private static final double WARM_UP_SECONDS = 3;
    /** Below it adaptive lets a device idle on purpose. */

    /** @param fixed and {@code perFrame} as the settings have them */
    private record LiveDevice(String fixed, String perFrame, Curve curve, int maxFrames, int sloMillis) {}

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 150 : 900;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        List<FigureRow> rows = new ArrayList<>();
        simulated(run, rows);
        live(run, rows);
        return rows;
    }

    private void simulated(FigureRun run, List<FigureRow> rows) throws InterruptedException {
        int seeds = run.quickOr(2, 6);
        run.progress().say("virtual time: " + HeldOutCases.count() + " cases");
        List<HeldOutCases.Case> cases = HeldOutCases.run(HeldOutCases.contestants(), seeds, (done, all) -> {
            if (done % 16 == 0) {
                run.progress().say("virtual time: " + done + " of " + all + " cases");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        });
        for (String mode : List.of("latency", "adaptive")) {
            rows.add(FigureRow.of(mode + ": on time / oracle, mean", mean(cases, mode), "", Goal.atLeast(0.98)));
            rows.add(FigureRow.of(mode + ": on time / oracle, worst", worst(cases, mode), "", Goal.atLeast(0.93)));
        }
        Samples optimum = Samples.of(cases.stream().filter(c -> !c.latencyByOptimum().isEmpty()).mapToDouble(c -> c.latencyByOptimum().get("latency")).toArray());
        rows.add(FigureRow.of("latency: mean latency / optimum, load <= 0.7, mean", optimum.mean(), "", Goal.atMost(1.03)));
        rows.add(FigureRow.of("latency: mean latency / optimum, load <= 0.7, worst", optimum.max(), "", Goal.atMost(1.05)));
        Set<String> rivals = new LinkedHashSet<>(cases.get(0).onTimeByOracle().keySet());
        rivals.removeAll(List.of("latency", "adaptive"));
        String best = rivals.stream().max(Comparator.comparingDouble(rival -> mean(cases, rival))).orElseThrow();
        String sturdiest = rivals.stream().max(Comparator.comparingDouble(rival -> worst(cases, rival))).orElseThrow();
        rows.add(FigureRow.told("best rival by mean (" + best + "): on time / oracle, mean", mean(cases, best), ""));
        rows.add(FigureRow.told("best rival by worst case (" + sturdiest + "): on time / oracle, worst", worst(cases, sturdiest), ""));
        long ahead = cases.stream().filter(c -> rivals.stream().anyMatch(r -> c.onTimeByOracle().get(r) > c.onTimeByOracle().get("latency") + 0.005)).count();
        rows.add(FigureRow.of("cases in which a rival has 0.5 % more on time than latency", ahead, "cases", Goal.exactly(0)));
        for (HeldOutCases.Case one : cases) {
            rivals.stream().max(Comparator.comparingDouble(r -> one.onTimeByOracle().get(r))).filter(r -> one.onTimeByOracle().get(r) > one.onTimeByOracle().get("latency") + 0.005)
                    .ifPresent(r -> run.note(String.format(Locale.ROOT, "Ahead of latency: %s, %.4f to %.4f, %s.", r, one.onTimeByOracle().get(r), one.onTimeByOracle().get("latency"), one.name())));
        }
        run.progress().say("virtual time: device time, learning, decisions");
        Efficiency.Saving saving = Efficiency.adaptive(run.quickOr(1, 3));
        rows.add(FigureRow.of("adaptive: device time of a frame / latency's, load <= 0.5, worst", saving.highestRatio(), "", Goal.atMost(0.6)));
        rows.add(FigureRow.told("the same of the cheapest shape that fills within the SLO there", saving.floor(), ""));
        rows.add(FigureRow.of("adaptive: frames late there", saving.late(), "frames", Goal.exactly(0)));
        rows.add(FigureRow.of("throughput: frames per device time / best fixed, worst", Efficiency.throughputByBestFixed(run.quickOr(1, 2)), "", Goal.atLeast(0.95)));
        settling(run, rows);
        BackfillShift backfill = BackfillShift.measure(run.quickOr(1, 4));
        rows.add(FigureRow.of("an archive beside live frames moves their p99 by, runs of one frame, worst", backfill.worst(), "", Goal.atMost(1)));
        rows.add(FigureRow.of("live frames late for the archive", backfill.late(), "frames", Goal.exactly(0)));
        run.note("An archive moves the live p99 most with " + backfill.where() + ".");
        rows.add(FigureRow.of("one decision with 32 frames waiting, p99", DecisionTime.p99Micros(run.quickOr(100_000, 300_000)), "us", Goal.atMost(20)));
        run.note("Least saving of adaptive: " + saving.worst() + ".");
        HeldOutCases.Case hardest = cases.stream().min(Comparator.comparingDouble(c -> c.onTimeByOracle().get("latency"))).orElseThrow();
        run.note("Virtual time: held-out devices, largest shapes, SLOs, arrivals, loads and seeds (from " + HeldOutCases.FIRST_SEED + ", " + seeds
                + " of each case); run times scatter by 5 %, the oracle's do not. Hardest case for latency: " + hardest.name() + ".");
        run.note("Rivals run as described, and once more with late frames left out. The optimum is of a semi-Markov decision process without scatter.");
    }

    private static void settling(FigureRun run, List<FigureRow> rows) {
        int seeds = run.quickOr(5, 20);
        Settling slow = Settling.after(Settling.Change.TWICE_AS_SLOW, seeds);
        Settling told = Settling.after(Settling.Change.SWAP_TOLD, seeds);
        Settling untold = Settling.after(Settling.Change.SWAP_UNTOLD, seeds);
        rows.add(FigureRow.of("batches to settle after the device takes twice as long, worst", slow.most(), "batches", Goal.atMost(10)));
        rows.add(FigureRow.of("batches to settle after a model swap, worst", told.most(), "batches", Goal.atMost(10)));
        rows.add(FigureRow.told("batches to settle after another model that nobody told of, median", untold.median(), "batches"));
        rows.add(FigureRow.told("batches to settle after another model that nobody told of, worst", untold.most(), "batches"));
        run.note("Settled: nine of the next ten runs are predicted within 10 % of what the changed device takes; modes latency and adaptive, loads 0.4 and 0.8. A swap brings the new"
                + " model's costs, as warmed up; one that nobody told of is a device that suddenly follows another curve.");
    }

    private void live(FigureRun run, List<FigureRow> rows) throws Exception {
        double[] loads = run.quick() ? new double[] {0.5, 1.2} : new double[] {0.2, 0.5, 0.8, 1.0, 1.2, 1.5};
        double seconds = run.quickOr(8, 15);
        List<LiveDevice> devices = List.of(
                new LiveDevice("4ms", "300us", Curve.parse("4+0.3*b"), 4, 50), new LiveDevice("3ms", "9ms", Curve.parse("3+9*b"), 8, 150));
        run.progress().say("starting a broker");
        double largest = 0;
        int round = 0;
        try (BrokerChild broker = BrokerChild.start()) {
            for (LiveDevice device : devices) {
                for (double load : loads) {
                    run.progress().say(String.format(Locale.ROOT, "live: %s ms at load %.1f", device.curve, load));
                    double rate = load * device.maxFrames * 1e3 / device.curve.millis(device.maxFrames);
                    int warmUp = (int) (rate * WARM_UP_SECONDS);
                    Trace trace = Traces.POISSON.draw(rate, warmUp + (int) (rate * seconds), CAMERAS, device.sloMillis * 1_000_000L, run.seed() + round);
                    FramelotConfig config = FigureSettings.of(broker.bootstrapServers())
                            .declaredCost(device.fixed, device.perFrame, 64)
                            .guarantee(DeliverySettings.Guarantee.AT_LEAST_ONCE)
                            .with("batching.mode", "adaptive")
                            .with("batching.drop", "shed-late")
                            .with("batching.max-frames", String.valueOf(device.maxFrames))
                            .with("batching.slo", device.sloMillis + "ms")
                            .with("topics.frames", "frames." + round)
                            .with("topics.detections", "detections." + round)
                            .asNewGroup();
                    round++;
                    OnTimeRound.Result measured = OnTimeRound.measure(config, trace, CAMERAS, warmUp, device.sloMillis);
                    double simulated = simulated(device, config, trace, warmUp, measured, run.seed());
                    String name = String.format(Locale.ROOT, "live %s ms, SLO %d ms, load %.1f: ", device.curve, device.sloMillis, load);
                    rows.add(FigureRow.told(name + "on time", measured.share(), ""));
                    rows.add(FigureRow.of(name + "live less simulated", measured.share() - simulated, "", Goal.atLeast(-0.03)));
                    largest = Math.max(largest, Math.abs(measured.share() - simulated));
                }
            }
        }
        rows.add(FigureRow.told("live: largest difference to the simulation", largest, ""));
        run.note("Live: Poisson arrivals through the embedded broker, at least once, two lanes before one declared device, mode adaptive, late frames left out; capture"
                + " (schedule) to produced record. The simulation runs the same arrivals with the same lanes, slots and the budget less what Kafka and decoding took (median).");
    }

    /**
     * The same arrivals, lanes and slots in virtual time, with the budget that is left when the batcher gets a frame and must end before its
     * result is out.
     */
    private static double simulated(LiveDevice device, FramelotConfig config, Trace trace, int warmUp, OnTimeRound.Result measured, long seed) {
        double reserveMillis = config.batching().reserve().toNanos() / 1e6;
        long budget = Math.round((device.sloMillis - measured.before() - Math.max(reserveMillis, measured.after())) * 1e6);
        List<Trace.Arrival> seen = trace.arrivals().stream().map(a -> new Trace.Arrival(a.atNanos(), budget, a.trafficClass(), a.camera())).toList();
        Objective objective = new Objective(new AdaptivePolicy(device.sloMillis * 1_000_000L), DropPolicy.SHED_LATE, device.maxFrames, 0);
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(device.maxFrames), Long.MAX_VALUE, 0, config.decode().slots(), config.inference().lanes(), 1);
        Outcome outcome = Simulation.run(Scenario.of(new Trace(trace.name(), seen), device.curve, 0, device.maxFrames, 1, objective, seed)
                .within(limits)
                .holdingBack());
        return outcome.onTimeShareFrom(trace.arrivals().get(warmUp).atNanos());
    }

    private static double mean(List<HeldOutCases.Case> cases, String policy) {
        return cases.stream().mapToDouble(c -> c.onTimeByOracle().get(policy)).average().orElseThrow();
    }

    private static double worst(List<HeldOutCases.Case> cases, String policy) {
        return cases.stream().mapToDouble(c -> c.onTimeByOracle().get(policy)).min().orElseThrow();
    }
}
