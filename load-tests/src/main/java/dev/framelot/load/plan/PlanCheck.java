package dev.framelot.load.plan;

import dev.framelot.batching.Shapes;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.report.LoadResult;
import dev.framelot.load.run.LoadRun;
import dev.framelot.load.run.ProgressBar;
import dev.framelot.load.simulate.Curve;
import dev.framelot.load.simulate.Outcome;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.Traces;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the simulation behind a plan tells what a live run then shows: the application on the embedded broker, before a declared
 * device with this curve. A device that this machine could not feed is slowed down, and the SLO stretched likewise: batching knows
 * no absolute times.
 */
public final class PlanCheck {
    private static final double MOST_LIVE_RATE = 250;
    private static final int CAMERAS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    /** Starting, warming up, the last results: of each live run. */
    private static final double SECONDS_BESIDE_MEASURING = 15;
    /** The path beside batching, as stages tell it: all but waiting for the batch, waiting for the lane and the run. */
    private static final List<String> PATH = List.of("Kafka in", "wait for a decoder", "decode", "boxes", "wait to emit");

    private PlanCheck() {}

    /**
     * @param pathMillis beside batching, as measured in this run
     * @param problems why the live run must not be used
     */
    public record Told(
            double load, double framesPerSecond, double slowedBy, double pathMillis, double measuredP50, double simulatedP50, double measuredP99, double simulatedP99,
            double measuredOnTime, double simulatedOnTime, List<String> problems) {}

    public static List<Told> run(Demand demand, List<Double> loads, int seconds, ProgressBar progress) throws IOException, InterruptedException {
        double slower = Math.max(1, demand.curve().capacity(Shapes.powersOfTwoUpTo(demand.maxBatch())) / MOST_LIVE_RATE);
        double[] line = line(demand.curve(), demand.maxBatch());
        Curve curve = Curve.line(round(line[0] * slower), round(line[1] * slower));
        double slo = demand.sloMillis() * slower;
        List<Told> told = new ArrayList<>();
        for (double load : loads) {
            progress.afterwards((loads.size() - 1 - told.size()) * (SECONDS_BESIDE_MEASURING + seconds));
            double rate = load * curve.capacity(Shapes.powersOfTwoUpTo(demand.maxBatch()));
            Workload workload = workload(demand, curve, slo, rate, seconds);
            LoadResult live = new LoadRun(workload, false, demand.seed(), Optional.empty(), progress, (number, log) -> {}).run();
            double path = PATH.stream().mapToDouble(stage -> live.repeats().get(0).stages().get(stage)).sum();
            Trace trace = Traces.CAMERAS.draw(rate, (int) (rate * (seconds + workload.full().warmUp().toSeconds())), CAMERAS, Math.round((slo - path) * 1e6), demand.seed());
            Outcome simulated = Planner.run(trace, curve, demand.maxBatch(), slo, demand.seed());
            told.add(new Told(load, rate, slower, path, live.median(Metric.LATENCY_P50), simulated.latencyMillis(50) + path, live.median(Metric.LATENCY_P99),
                    simulated.latencyMillis(99) + path, live.median(Metric.ON_TIME), simulated.onTimeShare(), live.problems()));
        }
        return told;
    }

    private static Workload workload(Demand demand, Curve curve, double slo, double rate, int seconds) {
        Workload.Timing timing = new Workload.Timing(Duration.ofSeconds(seconds), WARM_UP, 1, 0, Duration.ofSeconds(1));
        double perFrame = curve.millis(2) - curve.millis(1);
        Workload.Engine engine = new Workload.Engine(
                Workload.Engine.Kind.DECLARED_COST, nanos(curve.millis(1) - perFrame), nanos(perFrame));
        return new Workload("plan-check", "A plan's simulation beside a live run", Workload.Scenario.OPEN_LOOP, Traces.CAMERAS, Optional.empty(), OptionalDouble.of(rate),
                OptionalDouble.empty(), CAMERAS, 0, Workload.Pictures.TINY, timing, timing, engine, 1, 4, new Workload.Memory(0, 0), nanos(slo), Workload.Until.RESULT,
                Map.of("batching.mode", "adaptive", "batching.max-frames", String.valueOf(demand.maxBatch()), "inference.lanes", "1", "delivery.guarantee", "at-least-once"),
                List.of(), Map.of(), Map.of());
    }

    private static Duration nanos(double millis) {
        return Duration.ofNanos(Math.max(0, Math.round(millis * 1e6)));
    }

    private static double round(double millis) {
        return Math.max(0, Math.round(millis * 1e3) / 1e3);
    }

    /** Least squares through the shapes' times: fixed part and part of a frame, milliseconds, neither below 0. */
    static double[] line(Curve curve, int maxBatch) {
        List<Integer> shapes = Shapes.powersOfTwoUpTo(maxBatch).ascending();
        if (shapes.size() == 1) {
            return new double[] {curve.millis(1), 0};
        }
        double meanX = Samples.of(shapes).mean();
        double meanY = shapes.stream().mapToDouble(curve::millis).average().orElseThrow();
        double slope = shapes.stream().mapToDouble(b -> (b - meanX) * (curve.millis(b) - meanY)).sum() / shapes.stream().mapToDouble(b -> (b - meanX) * (b - meanX)).sum();
        slope = Math.max(0, slope);
        return new double[] {Math.max(0, meanY - slope * meanX), slope};
    }
}
