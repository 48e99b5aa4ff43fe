package dev.framelot.load.simulate;

import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.TrafficClass;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What an archive beside live cameras does to their latency. In virtual time.
 *
 * @param worst p99 of live frames beside it less p99 without, ÷ one frame's run
 * @param where that was
 * @param late live frames late beside it that were not late alone
 */
public record BackfillShift(double worst, String where, int late) {
    private static final int MAX_BATCH = 16;
    private static final int LIVE_FRAMES = 3_000;
    private static final int ARCHIVE_FRAMES = 30_000;

    public static BackfillShift measure(int seeds) {
        BackfillShift worst = new BackfillShift(Double.NEGATIVE_INFINITY, "", 0);
        int late = 0;
        Trace archive = new Trace("archive", LongStream.range(0, ARCHIVE_FRAMES)
                .mapToObj(i -> new Trace.Arrival(i, QueuedFrame.NO_DEADLINE, TrafficClass.BACKFILL, "store")).toList());
        for (Curve curve : List.of(Curve.line(6, 0.5), Curve.line(8, 4))) {
            for (Traces process : List.of(Traces.CAMERAS, Traces.POISSON)) {
                for (double load : new double[] {0.2, 0.5}) {
                    for (String mode : List.of("latency", "adaptive")) {
                        for (int i = 0; i < seeds; i++) {
                            Trace live = process.draw(load * curve.capacity(Shapes.powersOfTwoUpTo(MAX_BATCH)), LIVE_FRAMES, 8, 15 * curve.nanos(1), HeldOutCases.FIRST_SEED + i);
                            Outcome alone = run(live, curve, mode, i);
                            Outcome beside = run(live.with(archive), curve, mode, i);
                            late += Math.max(0, alone.onTime() - beside.onTime());
                            double shift = (beside.latencyMillis(99) - alone.latencyMillis(99)) / curve.millis(1);
                            if (shift > worst.worst) {
                                worst = new BackfillShift(shift, String.format(java.util.Locale.ROOT, "%s, %s ms, %s at load %.1f", mode, curve, process.wireName(), load), 0);
                            }
                        }
                    }
                }
            }
        }
        return new BackfillShift(worst.worst, worst.where, late);
    }

    private static Outcome run(Trace trace, Curve curve, String mode, long seed) {
        return Simulation.run(Scenario.of(trace, curve, HeldOutCases.NOISE, MAX_BATCH, 1, Objective.keepAll(Policies.named(mode).get()), seed));
    }
}
