package dev.framelot.load.simulate;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the modes save of the device. In virtual time. */
public final class Efficiency {
    private static final int MAX_BATCH = 32;
    private static final Shapes SHAPES = Shapes.powersOfTwoUpTo(MAX_BATCH);
    private static final long MS = 1_000_000;
    private static final int FRAMES = 4_000;
    /** Long beside the half second in which the load is not known yet. */
    private static final int SAVING_FRAMES = 20_000;

    private Efficiency() {}

    /**
     * @param highestRatio device time per frame of {@code adaptive} ÷ that of {@code latency}, of the worst case
     * @param worst that case
     * @param floor the same ratio there, had every batch the cheapest shape that arrivals at that rate fill within the SLO
     * @param late frames in all
     */
    public record Saving(double highestRatio, String worst, double floor, int late) {}

    /** Devices whose fixed part is at least five times the per-frame part, an SLO of ten runs of one frame, loads up to 0.5; nothing may be left out. */
    public static Saving adaptive(int seeds) {
        Saving worst = new Saving(0, "", 0, 0);
        int late = 0;
        for (Curve curve : List.of(Curve.line(5, 1), Curve.line(6, 0.5), Curve.line(20, 2))) {
            for (Traces process : List.of(Traces.POISSON, Traces.CAMERAS)) {
                for (double load : new double[] {0.1, 0.3, 0.5}) {
                    for (int i = 0; i < seeds; i++) {
                        double rate = load * curve.capacity(SHAPES);
                        Trace trace = process.draw(rate, SAVING_FRAMES, 8, 10 * curve.nanos(1), HeldOutCases.FIRST_SEED + i);
                        double hasty = run(trace, curve, new LatencyPolicy(), i).deviceMillisPerFrame();
                        Outcome patient = run(trace, curve, new AdaptivePolicy(Policies.DEFAULT_MAX_WAIT_NANOS), i);
                        late += trace.frames() - patient.onTime();
                        if (patient.deviceMillisPerFrame() / hasty > worst.highestRatio) {
                            worst = new Saving(
                                    patient.deviceMillisPerFrame() / hasty,
                                    String.format(Locale.ROOT, "%s ms, %s at load %.1f", curve, process.wireName(), load),
                                    cheapestInTime(curve, rate / 1e3, 10 * curve.millis(1)) / hasty,
                                    0);
                        }
                    }
                }
            }
        }
        return new Saving(worst.highestRatio, worst.worst, worst.floor, late);
    }

    /** Milliseconds a frame of the cheapest shape whose first frame is still on time when the last has come. */
    private static double cheapestInTime(Curve curve, double perMilli, double sloMillis) {
        double cheapest = curve.millis(1);
        for (int shape : SHAPES.ascending()) {
            if ((shape - 1) / perMilli + curve.millis(shape) <= sloMillis) {
                cheapest = Math.min(cheapest, curve.millis(shape) / shape);
            }
        }
        return cheapest;
    }

    /** Frames per device time of {@code throughput} ÷ those of the best fixed count and wait found on the same trace; the lowest of the cases. */
    public static double throughputByBestFixed(int seeds) {
        double lowest = Double.MAX_VALUE;
        for (Curve curve : List.of(Curve.line(2, 0.6), Curve.line(8, 4), Curve.parse("1:5,2:5.5,4:7,8:11,16:20,32:39"))) {
            for (double load : new double[] {0.3, 0.7, 1.0, 1.3}) {
                for (int i = 0; i < seeds; i++) {
                    Trace trace = Traces.BURSTY.draw(load * curve.capacity(SHAPES), FRAMES, 8, QueuedFrame.NO_DEADLINE, HeldOutCases.FIRST_SEED + i);
                    double best = 0;
                    for (int count : SHAPES.ascending()) {
                        for (long waitMillis : new long[] {5, 20, 100, 1_000}) {
                            best = Math.max(best, run(trace, curve, new FixedPolicy(count, Long.MAX_VALUE, waitMillis * MS), i).framesPerDeviceSecond());
                        }
                    }
                    lowest = Math.min(lowest, run(trace, curve, new ThroughputPolicy(Policies.DEFAULT_MAX_WAIT_NANOS), i).framesPerDeviceSecond() / best);
                }
            }
        }
        return lowest;
    }

    private static Outcome run(Trace trace, Curve curve, BatchPolicy policy, long seed) {
        return Simulation.run(Scenario.of(trace, curve, HeldOutCases.NOISE, MAX_BATCH, 1, Objective.keepAll(policy), seed));
    }
}
