package dev.framelot.benchmark;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.Step;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision of the batcher with so many frames waiting; the queue is filled up again outside the measured time. Goal: p99 below 20 us with 32. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {
    private static final long SLO_NANOS = 50_000_000;
    private static final long GAP_NANOS = 300_000;

    @Param({"adaptive", "latency", "throughput", "fixed"})
    public String mode = "adaptive";

    @Param({"1", "32", "256"})
    public int waiting = 32;

    private MicroBatcher batcher;
    private final Random random = new Random(1);
    private long nowNanos;
    private long ticket;
    private Step step;

    /** A device of 4 + 0.25 b ms, known from its warm-up. */
    @Setup(Level.Trial)
    public void open() {
        Shapes shapes = Shapes.powersOfTwoUpTo(32);
        Map<Integer, Long> nanos = new LinkedHashMap<>();
        shapes.ascending().forEach(shape -> nanos.put(shape, nanos(shape)));
        boolean sheds = mode.equals("adaptive") || mode.equals("latency");
        batcher = new MicroBatcher(
                new BatchLimits(shapes, Long.MAX_VALUE, 0, 1_000, 1),
                new Objective(policy(), sheds ? DropPolicy.SHED_LATE : DropPolicy.KEEP_ALL, 32, 0),
                new CostTable(shapes, nanos));
    }

    private BatchPolicy policy() {
        return switch (mode) {
            case "adaptive" -> new AdaptivePolicy(1_000_000_000L);
            case "latency" -> new LatencyPolicy();
            case "throughput" -> new ThroughputPolicy(1_000_000_000L);
            default -> new FixedPolicy(32, Long.MAX_VALUE, 20_000_000);
        };
    }

    private static long nanos(int shape) {
        return 4_000_000 + 250_000L * shape;
    }

    /** The batch before has run, and as many frames wait as asked. */
    @Setup(Level.Invocation)
    public void refill() {
        if (step instanceof Step.Dispatch dispatch) {
            int shape = dispatch.batch().shape();
            batcher.completed(BatchOutcome.ran(dispatch.batch().batchId(), shape, Math.round(nanos(shape) * (0.95 + 0.1 * random.nextDouble()))), nowNanos);
        }
        nowNanos += GAP_NANOS;
        while (batcher.queuedFrames() < waiting) {
            nowNanos += GAP_NANOS;
            batcher.offer(new QueuedFrame(ticket++, "camera-" + random.nextInt(8), TrafficClass.LIVE, nowNanos, SLO_NANOS, 60_000));
        }
    }

    @Benchmark
    public Step decide() {
        step = batcher.next(nowNanos);
        return step;
    }
}
