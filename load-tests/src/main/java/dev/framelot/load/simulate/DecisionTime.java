package dev.framelot.load.simulate;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.Step;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.policy.AdaptivePolicy;
import java.util.Arrays;
import java.util.Random;

/** How long one decision takes with 32 frames waiting; on the calling thread. */
public final class DecisionTime {
    private static final int WAITING = 32;

    private DecisionTime() {}

    /** 99th percentile, microseconds, after as many decisions to warm up. */
    public static double p99Micros(int decisions) {
        Shapes shapes = Shapes.powersOfTwoUpTo(32);
        Curve curve = Curve.line(4, 0.25);
        MicroBatcher batcher = new MicroBatcher(
                new BatchLimits(shapes, Long.MAX_VALUE, 0, 1_000, 1),
                new Objective(new AdaptivePolicy(1_000_000_000), DropPolicy.SHED_LATE, 32, 0),
                new CostTable(shapes, curve.measured(shapes)));
        Random random = new Random(1);
        long[] took = new long[decisions];
        long now = 0;
        long ticket = 0;
        for (int i = -decisions; i < decisions; i++) {
            while (batcher.queuedFrames() < WAITING) {
                now += 300_000;
                batcher.offer(new QueuedFrame(ticket++, "camera-" + random.nextInt(8), TrafficClass.LIVE, now, 50_000_000, 60_000));
            }
            long began = System.nanoTime();
            Step step = batcher.next(now);
            long nanos = System.nanoTime() - began;
            if (i >= 0) {
                took[i] = nanos;
            }
            if (step instanceof Step.Dispatch dispatch) {
                int shape = dispatch.batch().shape();
                batcher.completed(BatchOutcome.ran(dispatch.batch().batchId(), shape, Math.round(curve.nanos(shape) * (0.95 + 0.1 * random.nextDouble()))), now);
            } else {
                now += 1_000_000;
            }
        }
        Arrays.sort(took);
        return took[(int) (0.99 * decisions)] / 1e3;
    }
}
