package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.BatcherSimulation.Result;
import dev.framelot.batching.BatcherSimulation.Scenario;
import dev.framelot.batching.policy.FixedPolicy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixedModeSimulationTest {
    private static final long MS = 1_000_000;

    static LongStream seeds() {
        return LongStream.range(1, 201);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void invariantsHoldAfterEveryEventWhateverTheLoad(long seed) {
        Random random = new Random(seed);
        BatchLimits limits = new BatchLimits(
                Shapes.powersOfTwoUpTo(1 + random.nextInt(32)),
                100_000 + random.nextInt(4_000_000),
                random.nextInt(5),
                64 + random.nextInt(200),
                1 + random.nextInt(4));
        Scenario scenario = new Scenario(seed, limits, random.nextInt(40) * MS, 600, 1 + random.nextInt(20),
                20 + random.nextInt(3_000), random.nextDouble() * 0.9, (1 + random.nextInt(10)) * MS, 50_000L * (1 + random.nextInt(40)),
                random.nextInt(12), random.nextBoolean() ? 0 : Long.MAX_VALUE - 100 * MS);
        Result result = BatcherSimulation.run(scenario, new FixedPolicy(limits, scenario.maxWaitNanos()));
        assertThat(result.waitsNanos().size() + result.refused()).isEqualTo(600);
    }

    @Test
    void noFrameWaitsBeyondMaxWaitWhileALaneIsFree() {
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(8), Long.MAX_VALUE, 0, 64, 4);
        Scenario light = new Scenario(7, limits, 10 * MS, 2_000, 8, 200, 0, MS, 0, 0, 0);
        Result result = BatcherSimulation.run(light, new FixedPolicy(limits, 10 * MS));
        assertThat(result.waitsNanos()).as("four lanes of 1 ms are never all busy at 200 frames/s").allMatch(wait -> wait <= 10 * MS);
        assertThat(result.batches()).extracting(Batch::reason).contains(DispatchReason.OLDEST_WAITED);
    }

    @Test
    void underOverloadEveryBatchIsFull() {
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(8), Long.MAX_VALUE, 0, 64, 1);
        Scenario overload = new Scenario(7, limits, 10 * MS, 2_000, 8, 5_000, 0, 10 * MS, MS, 0, 0);
        Result result = BatcherSimulation.run(overload, new FixedPolicy(limits, 10 * MS));
        List<Batch> middle = result.batches().subList(3, result.batches().size() - 10);
        assertThat(middle).allMatch(batch -> batch.frames().size() == 8 && batch.reason() == DispatchReason.FULL);
        assertThat(result.refused()).as("the queue is bounded").isPositive();
    }

    @Test
    void aHotCameraDoesNotStarveTheOthers() {
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(8), Long.MAX_VALUE, 0, 512, 1);
        Scenario hot = new Scenario(11, limits, 10 * MS, 3_000, 7, 900, 0.9, 4 * MS, MS / 2, 0, 0);
        Result result = BatcherSimulation.run(hot, new FixedPolicy(limits, 10 * MS));
        Map<Boolean, List<Integer>> counts = result.batches().stream()
                .filter(batch -> batch.reason() == DispatchReason.FULL)
                .map(batch -> batch.frames().stream().collect(Collectors.groupingBy(QueuedFrame::cameraId, Collectors.summingInt(f -> 1))))
                .flatMap(perCamera -> perCamera.entrySet().stream())
                .collect(Collectors.partitioningBy(e -> e.getKey().equals("hot"), Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        assertThat(counts.get(false)).as("quiet cameras ride too").isNotEmpty();
    }

    @Test
    void theSameSeedGivesTheSameBatches() {
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(16), 2_000_000, 3, 128, 2);
        Scenario scenario = new Scenario(99, limits, 15 * MS, 1_000, 9, 700, 0.4, 3 * MS, MS, 7, 0);
        Function<Scenario, List<Batch>> run = s -> BatcherSimulation.run(s, new FixedPolicy(limits, 15 * MS)).batches();
        assertThat(run.apply(scenario)).isEqualTo(run.apply(scenario));
    }
}
