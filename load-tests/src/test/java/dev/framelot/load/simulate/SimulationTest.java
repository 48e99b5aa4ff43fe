package dev.framelot.load.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.ShedReason;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants themselves are in {@link Invariants}: every run here checks them after each event. */
class SimulationTest {
    private static final long MS = 1_000_000;
    private static final Curve STEEP = Curve.line(4, 0.25);

    static LongStream seeds() {
        return LongStream.range(1, 301);
    }

    private static BatchPolicy policy(Random random, long waitNanos) {
        return switch (random.nextInt(4)) {
            case 0 -> new LatencyPolicy();
            case 1 -> new AdaptivePolicy(waitNanos);
            case 2 -> new ThroughputPolicy(waitNanos);
            default -> new FixedPolicy(1 + random.nextInt(40), 500_000, waitNanos);
        };
    }

    private static Objective objective(Random random) {
        BatchPolicy policy = policy(random, random.nextInt(60) * MS);
        DropPolicy drop = policy instanceof FixedPolicy ? DropPolicy.KEEP_ALL : DropPolicy.values()[random.nextInt(3)];
        return new Objective(policy, drop, 1 + random.nextInt(40), random.nextInt(20) * MS);
    }

    /** Live frames of any budgets, some without, some due before they came, and backfill among them. */
    private static Trace trace(Random random, double rate, long seed) {
        Traces process = Traces.values()[random.nextInt(Traces.values().length)];
        List<Trace.Arrival> mixed = new ArrayList<>();
        for (Trace.Arrival arrival : process.draw(rate, 400, 1 + random.nextInt(12), 50 * MS, seed).arrivals()) {
            boolean backfill = random.nextInt(4) == 0;
            long budget = backfill || random.nextInt(8) == 0 ? QueuedFrame.NO_DEADLINE : (random.nextInt(220) - 10) * MS;
            String camera = random.nextInt(3) == 0 ? "hot" : arrival.camera();
            mixed.add(new Trace.Arrival(arrival.atNanos(), budget, backfill ? TrafficClass.BACKFILL : TrafficClass.LIVE, camera));
        }
        return new Trace("mixed", mixed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyFrameHasOneFateWhateverHappens(long seed) {
        Random random = new Random(seed);
        Curve curve = Curve.line(1 + random.nextInt(8), 0.1 + random.nextDouble() * 4);
        Shapes shapes = Shapes.powersOfTwoUpTo(1 + random.nextInt(32));
        int lanes = 1 + random.nextInt(4);
        BatchLimits limits = new BatchLimits(shapes, 100_000 + random.nextInt(3_000_000), random.nextInt(4), 64 + random.nextInt(500), lanes, 1 + random.nextInt(lanes));
        Trace trace = trace(random, (0.1 + 1.6 * random.nextDouble()) * curve.capacity(shapes) * lanes, seed);
        List<DeviceFault> faults = List.of(
                new DeviceFault.SlowDown(20 * MS, 80 * MS, 0.3 + 3 * random.nextDouble()),
                new DeviceFault.Stall(100 * MS, 100 * MS + random.nextInt(200) * MS),
                new DeviceFault.NoRoom(120 * MS, 250 * MS, 1 << random.nextInt(5)),
                new DeviceFault.Swap(300 * MS, Long.MAX_VALUE, Curve.line(1 + random.nextInt(20), 1)));
        Map<Long, Objective> switches = Map.of(50 * MS, objective(random), 150 * MS, objective(random), 151 * MS, objective(random));
        Scenario scenario = Scenario.of(trace, curve, 0.1, shapes.largest(), lanes, objective(random), seed)
                .within(limits)
                .with(faults)
                .switching(switches)
                .startingAt(random.nextBoolean() ? 0 : Long.MAX_VALUE - 100 * MS);
        CostTable cost = new CostTable(shapes, random.nextBoolean() ? Map.of() : curve.measured(shapes));
        Outcome outcome = Simulation.run(scenario, new MicroBatcher(limits, scenario.objective(), cost));
        assertThat(outcome.served() + outcome.shed() + outcome.refused()).as("seed %d", seed).isEqualTo(trace.frames());
    }

    @Test
    void theSameSeedGivesTheSameBatches() {
        Trace trace = Traces.BURSTY.draw(900, 2_000, 9, 40 * MS, 3);
        List<List<Outcome.Ran>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            runs.add(Simulation.run(Scenario.of(trace, STEEP, 0.05, 16, 2, new Objective(new LatencyPolicy(), DropPolicy.SHED_LATE, 16, 0), 8)).batches());
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @Test
    void fixedNeverLetsAFrameWaitBeyondMaxWaitWhileALaneIsFree() {
        Trace light = Traces.POISSON.draw(200, 2_000, 8, QueuedFrame.NO_DEADLINE, 7);
        Outcome outcome = Simulation.run(Scenario.of(light, Curve.parse("1"), 0, 8, 4, Objective.keepAll(new FixedPolicy(8, Long.MAX_VALUE, 10 * MS)), 1));
        assertThat(outcome.batches()).allMatch(ran -> ran.batch().oldestWaitNanos() <= 10 * MS);
        assertThat(outcome.reasons()).containsKey(DispatchReason.OLDEST_WAITED);
    }

    @Test
    void latencyNeverIdlesWithWorkWaiting() {
        Trace trace = Traces.BURSTY.draw(1_000, 3_000, 8, 50 * MS, 11);
        Outcome outcome = Simulation.run(Scenario.of(trace, STEEP, 0.05, 32, 1, new Objective(new LatencyPolicy(), DropPolicy.SHED_LATE, 32, 0), 1));
        long freeAt = 0;
        for (Outcome.Ran ran : outcome.batches()) {
            long firstWaited = ran.beginNanos() - ran.batch().oldestWaitNanos();
            assertThat(ran.beginNanos()).as("batch %d", ran.batch().batchId()).isEqualTo(Math.max(freeAt, firstWaited));
            freeAt = ran.endNanos();
        }
    }

    @Test
    void aSecondLaneOfOneDeviceMakesNoBatchSmallerAndNoFrameLater() {
        Shapes shapes = Shapes.powersOfTwoUpTo(32);
        Curve curve = Curve.line(16, 1.2);
        Trace trace = Traces.POISSON.draw(0.5 * curve.capacity(shapes), 6_000, 8, 200 * MS, 33);
        Scenario one = Scenario.of(trace, curve, 0.05, 32, 1, Objective.keepAll(new LatencyPolicy()), 1);
        Outcome alone = Simulation.run(one);
        Outcome overlapped = Simulation.run(one.within(new BatchLimits(shapes, Long.MAX_VALUE, 0, Integer.MAX_VALUE, 2, 1)));
        assertThat(overlapped.deviceMillisPerFrame()).isLessThan(1.05 * alone.deviceMillisPerFrame());
        assertThat(overlapped.meanLatencyMillis()).isLessThan(1.12 * alone.meanLatencyMillis());
        assertThat(overlapped.onTime()).isGreaterThanOrEqualTo(alone.onTime());
    }

    @Test
    void adaptiveTakesFarLessDeviceTimeThanLatencyAndIsNeverLate() {
        Curve curve = Curve.line(5, 1);
        Trace trace = Traces.POISSON.draw(0.4 * curve.capacity(Shapes.powersOfTwoUpTo(32)), 4_000, 8, 60 * MS, 21);
        Outcome latency = Simulation.run(Scenario.of(trace, curve, 0.05, 32, 1, Objective.keepAll(new LatencyPolicy()), 1));
        Outcome adaptive = Simulation.run(Scenario.of(trace, curve, 0.05, 32, 1, Objective.keepAll(new AdaptivePolicy(1_000 * MS)), 1));
        assertThat(adaptive.deviceMillisPerFrame()).isLessThan(0.6 * latency.deviceMillisPerFrame());
        assertThat(adaptive.onTime()).isEqualTo(trace.frames());
    }

    /** Eight cameras come round after each batch of eight: whoever is first stays first, with as few frames behind it each time. */
    @Test
    void steadyCamerasDoNotKeepAdaptiveAtHalfTheBatchThatFits() {
        Curve curve = Curve.line(12, 2.4);
        Trace trace = Traces.CAMERAS.draw(0.5 * curve.capacity(Shapes.powersOfTwoUpTo(32)), 10_000, 8, 10 * curve.nanos(1), 1_000);
        Outcome latency = Simulation.run(Scenario.of(trace, curve, 0.05, 32, 1, Objective.keepAll(new LatencyPolicy()), 1_000));
        Outcome adaptive = Simulation.run(Scenario.of(trace, curve, 0.05, 32, 1, Objective.keepAll(new AdaptivePolicy(1_000 * MS)), 1_000));
        assertThat(adaptive.deviceMillisPerFrame() / latency.deviceMillisPerFrame()).isLessThan(0.62);
        assertThat(adaptive.onTime()).isEqualTo(trace.frames());
    }

    @Test
    void aSwappedModelIsKnownAtOnceAndOneThatNobodyTellsOfAfterFewBatches() {
        assertThat(Settling.after(Settling.Change.SWAP_TOLD, 3).most()).isZero();
        assertThat(Settling.after(Settling.Change.TWICE_AS_SLOW, 3).most()).isLessThanOrEqualTo(10);
        assertThat(Settling.after(Settling.Change.SWAP_UNTOLD, 3).median()).isLessThanOrEqualTo(10);
    }

    @Test
    void keepAllLeavesNothingOutAndStillDrainsAnOverload() {
        Trace trace = Traces.POISSON.draw(1.5 * STEEP.capacity(Shapes.powersOfTwoUpTo(32)), 3_000, 8, 50 * MS, 2);
        Outcome outcome = Simulation.run(Scenario.of(trace, STEEP, 0.05, 32, 1, Objective.keepAll(new LatencyPolicy()), 1));
        assertThat(outcome.served()).isEqualTo(3_000);
        assertThat(outcome.framesPerDeviceSecond()).as("late frames go in efficient batches").isGreaterThan(0.95 * STEEP.capacity(Shapes.powersOfTwoUpTo(32)));
    }

    @Test
    void keepLatestKeepsOnlyTheNewestOfACamera() {
        Trace trace = Traces.CAMERAS.draw(2_000, 2_000, 4, 50 * MS, 2);
        Outcome outcome = Simulation.run(Scenario.of(trace, Curve.parse("20"), 0, 1, 1, new Objective(new LatencyPolicy(), DropPolicy.KEEP_LATEST, 1, 0), 1));
        assertThat(outcome.mostWaiting()).as("superseded ones leave at once").isLessThanOrEqualTo(4 + 1);
        assertThat(outcome.shedFrames()).extracting(shed -> shed.reason()).contains(ShedReason.SUPERSEDED);
        assertThat(outcome.batches()).allMatch(ran -> ran.batch().oldestWaitNanos() < 20 * MS + 2 * MS + 20 * MS);
    }

    /** One camera sends ten times what the others send together; under overload those still get their share. */
    @Test
    void aHotCameraDoesNotStarveTheOthers() {
        Curve curve = Curve.line(4, 1);
        double capacity = curve.capacity(Shapes.powersOfTwoUpTo(8));
        Trace quiet = Traces.POISSON.draw(0.2 * capacity, 500, 5, 60 * MS, 4);
        List<Trace.Arrival> hot = Traces.POISSON.draw(2 * capacity, 5_000, 1, 60 * MS, 5).arrivals().stream()
                .map(a -> new Trace.Arrival(a.atNanos(), a.budgetNanos(), a.trafficClass(), "hot"))
                .toList();
        Trace both = quiet.with(new Trace("hot", hot));
        Outcome outcome = Simulation.run(Scenario.of(both, curve, 0.05, 8, 1, new Objective(new LatencyPolicy(), DropPolicy.SHED_LATE, 8, 0), 1));
        Map<Boolean, Long> shed = outcome.shedFrames().stream().collect(Collectors.partitioningBy(s -> s.frame().cameraId().equals("hot"), Collectors.counting()));
        assertThat(shed.get(false) / 500.0).as("share of the quiet cameras' frames that was left out").isLessThan(0.15);
        assertThat(shed.get(true) / 5_000.0).as("share of the hot camera's").isGreaterThan(0.4);
    }

    @Test
    void backfillMovesTheLiveP99ByLessThanOneFramesRun() {
        Curve curve = Curve.line(4, 0.3);
        Trace live = Traces.CAMERAS.draw(120, 3_000, 6, 50 * MS, 4);
        Trace overnight = new Trace("overnight", LongStream.range(0, 20_000)
                .mapToObj(i -> new Trace.Arrival(i, QueuedFrame.NO_DEADLINE, TrafficClass.BACKFILL, "store")).toList());
        for (BatchPolicy policy : List.of(new LatencyPolicy(), new AdaptivePolicy(1_000 * MS))) {
            Outcome alone = Simulation.run(Scenario.of(live, curve, 0.05, 32, 1, Objective.keepAll(policy), 1));
            Outcome shared = Simulation.run(Scenario.of(live.with(overnight), curve, 0.05, 32, 1, Objective.keepAll(policy), 1));
            assertThat(shared.latencyMillis(99) - alone.latencyMillis(99)).as(policy.name()).isLessThan(curve.millis(1));
            assertThat(shared.onTime()).as(policy.name()).isEqualTo(live.frames());
            assertThat(shared.backfillServed()).isEqualTo(20_000);
        }
    }

    /** How many batches pass until the table is within 10 % of the device again. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void settlesWithinTenBatchesAfterTheDeviceSlowsDownTwofold(long seed) {
        Shapes shapes = Shapes.powersOfTwoUpTo(32);
        Trace trace = Traces.POISSON.draw(0.4 * STEEP.capacity(shapes), 3_000, 8, 80 * MS, seed);
        long slowFrom = 1_000 * MS;
        CostTable cost = new CostTable(shapes, STEEP.measured(shapes));
        Scenario scenario = Scenario.of(trace, STEEP, 0.05, 32, 1, Objective.keepAll(new LatencyPolicy()), seed)
                .with(List.of(new DeviceFault.SlowDown(slowFrom, Long.MAX_VALUE, 2)));
        Outcome outcome = Simulation.run(scenario, new MicroBatcher(scenario.limits(), scenario.objective(), cost));
        List<Outcome.Ran> after = outcome.batches().stream().filter(ran -> ran.beginNanos() >= slowFrom).toList();
        long settled = after.stream()
                .takeWhile(ran -> Math.abs(ran.batch().predictedRunNanos() / 1e6 / (2 * STEEP.millis(ran.batch().shape())) - 1) > 0.1)
                .count();
        assertThat(settled).isLessThanOrEqualTo(10);
        assertThat(after.stream().skip(10).limit(200)).allSatisfy(ran ->
                assertThat(ran.batch().predictedRunNanos() / 1e6 / (2 * STEEP.millis(ran.batch().shape()))).isBetween(0.85, 1.15));
    }

    static LongStream fewSeeds() {
        return LongStream.range(1, 21);
    }

    /** Slots for three batches, and all else in Kafka: what fits is on time all the same, and not at the last moment. */
    @Test
    void underOverloadFewSlotsGoToFreshFrames() {
        Curve curve = Curve.line(10, 2);
        BatchLimits slots = new BatchLimits(Shapes.powersOfTwoUpTo(8), Long.MAX_VALUE, 0, 26, 1);
        Trace trace = Traces.POISSON.draw(1.5 * curve.capacity(slots.shapes()), 9_000, 8, 150 * MS, 1_000);
        Outcome outcome = Simulation.run(Scenario.of(trace, curve, 0.05, 8, 1, new Objective(new AdaptivePolicy(1_000 * MS), DropPolicy.SHED_LATE, 8, 0), 1)
                .within(slots)
                .holdingBack());
        assertThat(outcome.onTimeShare() * 1.5).as("of what fits").isGreaterThan(0.97);
        assertThat(outcome.latencyMillis(90)).as("ms, due after 150").isLessThan(142);
        assertThat(outcome.mostWaiting()).isLessThanOrEqualTo(26);
    }

    @Test
    void overloadForTenMinutesKeepsTheQueueBounded() {
        Curve curve = Curve.line(10, 2);
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(16), Long.MAX_VALUE, 0, 200, 1);
        double rate = 1.5 * curve.capacity(limits.shapes());
        Trace trace = Traces.POISSON.draw(rate, (int) (600 * rate), 8, 100 * MS, 6);
        Outcome outcome = Simulation.run(Scenario.of(trace, curve, 0.05, 16, 1, new Objective(new AdaptivePolicy(1_000 * MS), DropPolicy.SHED_LATE, 16, 0), 6).within(limits));
        assertThat(outcome.mostWaiting()).as("what can't be on time does not wait").isLessThan(100);
        assertThat(outcome.refused()).isZero();
        assertThat(outcome.onTimeShare()).isGreaterThan(0.6);
    }
}
