package dev.framelot.load.simulate;

import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast the batcher learns that the device changed. In virtual time.
 *
 * @param median batches after the change before nine of ten runs are predicted within 10 %, over seeds, modes and loads
 * @param most the worst of them
 */
public record Settling(int median, int most) {
    private static final int MAX_BATCH = 32;
    private static final Shapes SHAPES = Shapes.powersOfTwoUpTo(MAX_BATCH);
    private static final Curve BEFORE = Curve.line(6, 0.5);
    private static final long SLO_NANOS = 200_000_000;
    private static final int FRAMES = 2_500;
    /** Of the frames, before the change. */
    private static final int FRAMES_BEFORE = 800;
    private static final double WITHIN = 0.1;
    private static final int LOOKED_AT = 10;

    /** How the device changes under the batcher. */
    public enum Change {
        TWICE_AS_SLOW(Curve.line(12, 1), false),
        SWAP_TOLD(Curve.line(3, 2), true),
        SWAP_UNTOLD(Curve.line(3, 2), false);

        private final Curve after;
        private final boolean told;

        Change(Curve after, boolean told) {
            this.after = after;
            this.told = told;
        }
    }

    public static Settling after(Change change, int seeds) {
        List<Integer> all = new ArrayList<>();
        for (String mode : List.of("latency", "adaptive")) {
            for (double load : new double[] {0.4, 0.8}) {
                for (int i = 0; i < seeds; i++) {
                    Trace trace = Traces.POISSON.draw(load * change.after.capacity(SHAPES), FRAMES, 8, SLO_NANOS, HeldOutCases.FIRST_SEED + i);
                    long from = trace.arrivals().get(FRAMES_BEFORE).atNanos();
                    Scenario scenario = Scenario.of(trace, BEFORE, HeldOutCases.NOISE, MAX_BATCH, 1, Objective.keepAll(Policies.named(mode).get()), i)
                            .with(List.of(new DeviceFault.Swap(from, Long.MAX_VALUE, change.after, change.told)));
                    List<Outcome.Ran> then = new ArrayList<>(Simulation.run(scenario).batches());
                    then.removeIf(ran -> ran.beginNanos() < from);
                    all.add(untilPredicted(then, change.after));
                }
            }
        }
        all.sort(null);
        return new Settling(all.get(all.size() / 2), all.get(all.size() - 1));
    }

    private static int untilPredicted(List<Outcome.Ran> batches, Curve curve) {
        for (int settled = 0; settled + LOOKED_AT <= batches.size(); settled++) {
            long off = batches.subList(settled, settled + LOOKED_AT).stream().filter(ran -> off(ran, curve)).count();
            if (off <= 1 && !off(batches.get(settled), curve)) {
                return settled;
            }
        }
        return batches.size();
    }

    private static boolean off(Outcome.Ran ran, Curve curve) {
        return Math.abs(ran.batch().predictedRunNanos() / 1e6 / curve.millis(ran.batch().shape()) - 1) > WITHIN;
    }
}
