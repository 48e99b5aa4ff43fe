package dev.framelot.load.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import dev.framelot.load.simulate.SharedSimulation.Sharing;
import dev.framelot.load.simulate.SharedSimulation.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two models on one device. */
class SharedSimulationTest {
    private static final long MS = 1_000_000;
    private static final Curve HEAVY = Curve.line(6, 1.2);
    private static final Curve LIGHT = Curve.line(3, 0.5);
    private static final Shapes SHAPES = Shapes.powersOfTwoUpTo(16);

    static LongStream seeds() {
        return LongStream.range(1, 101);
    }

    static LongStream fewSeeds() {
        return LongStream.range(1, 11);
    }

    private static Scenario scenario(Trace trace, Curve curve, BatchPolicy policy, DropPolicy drop, long seed) {
        BatchLimits limits = new BatchLimits(SHAPES, Long.MAX_VALUE, 0, Integer.MAX_VALUE, 2, 1);
        return Scenario.of(trace, curve, 0.05, SHAPES.largest(), 2, new Objective(policy, drop, SHAPES.largest(), 0), seed).within(limits);
    }

    /** More than the device could do alone, for as long as {@code seconds}. */
    private static Scenario backlog(double seconds, long seed) {
        double rate = 1.5 * HEAVY.capacity(SHAPES);
        return scenario(Traces.CONSTANT.draw(rate, (int) (rate * seconds), 4, QueuedFrame.NO_DEADLINE, seed), HEAVY, new LatencyPolicy(), DropPolicy.KEEP_ALL, seed);
    }

    /** @param load of the device, were it this one's alone */
    private static Scenario withDeadline(double load, double seconds, long budgetNanos, long seed) {
        double rate = load * LIGHT.capacity(SHAPES);
        return scenario(Traces.POISSON.draw(rate, (int) (rate * seconds), 8, budgetNanos, seed), LIGHT, new AdaptivePolicy(1_000 * MS), DropPolicy.KEEP_ALL, seed);
    }

    private static List<Outcome> share(Scenario first, Scenario second, Sharing sharing) {
        return SharedSimulation.run(List.of(new Tenant(first, 1), new Tenant(second, 1)), 1, sharing);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void aBacklogLeavesTheOthersDeadlinesAlone(long seed) {
        // Little more than two runs of the other.
        Scenario deadline = withDeadline(0.2, 8, 60 * MS, seed);
        double alone = Simulation.run(deadline).onTimeShare();
        List<Outcome> turns = share(backlog(8, seed), deadline, Sharing.TURNS);
        assertThat(turns.get(1).onTimeShare()).as("seed %d: alone %f", seed, alone).isGreaterThanOrEqualTo(alone - 0.005);
        assertThat(share(backlog(8, seed), deadline, Sharing.NOTHING).get(1).onTimeShare()).as("seed %d: what not knowing costs", seed).isLessThan(turns.get(1).onTimeShare() - 0.05);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void whoUsesLessThanItsShareStandsBehindNoMoreThanOneRunOfTheOtherAndOneHandedOver(long seed) {
        Scenario deadline = withDeadline(0.2, 6, 100 * MS, seed);
        // Never waits for company, so that only the other holds it up.
        Scenario hurried = scenario(deadline.trace(), LIGHT, new LatencyPolicy(), DropPolicy.KEEP_ALL, seed);
        List<Outcome> turns = share(backlog(6, seed), hurried, Sharing.TURNS);
        for (Outcome.Ran light : turns.get(1).batches()) {
            long oldestArrived = light.batch().frames().stream().mapToLong(QueuedFrame::arrivalNanos).min().orElseThrow();
            long begun = turns.get(0).batches().stream().filter(heavy -> heavy.beginNanos() > oldestArrived + HEAVY.nanos(16) / 5 && heavy.endNanos() <= light.beginNanos()).count();
            assertThat(begun).as("seed %d, batch %d", seed, light.batch().batchId()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void twoBacklogsGetDeviceTimeByWeight() {
        Scenario heavy = backlog(6, 1);
        double rate = 1.5 * LIGHT.capacity(SHAPES);
        Scenario light = scenario(Traces.CONSTANT.draw(rate, (int) (rate * 6), 4, QueuedFrame.NO_DEADLINE, 2), LIGHT, new LatencyPolicy(), DropPolicy.KEEP_ALL, 2);
        List<Outcome> outcomes = SharedSimulation.run(List.of(new Tenant(heavy, 2), new Tenant(light, 1)), 1, Sharing.TURNS);
        double heavyNanos = busyUntil(outcomes.get(0), 6_000 * MS);
        double lightNanos = busyUntil(outcomes.get(1), 6_000 * MS);
        assertThat(heavyNanos / (heavyNanos + lightNanos)).isBetween(0.64, 0.69);
        assertThat(heavyNanos + lightNanos).as("no time is lost between turns").isGreaterThan(0.99 * 6_000 * MS);
    }

    private static double busyUntil(Outcome outcome, long nanos) {
        return outcome.batches().stream().filter(ran -> ran.endNanos() <= nanos).mapToLong(ran -> ran.endNanos() - ran.beginNanos()).sum();
    }

    @Test
    void anIdleNeighbourCostsNothing() {
        Trace one = new Trace("one", List.of(new Trace.Arrival(0, QueuedFrame.NO_DEADLINE, TrafficClass.LIVE, "camera")));
        Scenario busy = withDeadline(0.6, 6, 100 * MS, 3);
        Outcome alone = Simulation.run(busy);
        Outcome beside = share(scenario(one, HEAVY, new LatencyPolicy(), DropPolicy.KEEP_ALL, 1), busy, Sharing.TURNS).get(1);
        assertThat(beside.onTime()).isGreaterThanOrEqualTo(alone.onTime() - 5);
        assertThat(beside.deviceMillisPerFrame()).isLessThan(1.02 * alone.deviceMillisPerFrame());
    }

    @Test
    void anothersBackfillNeverGoesBeforeALiveFrame() {
        Scenario live = withDeadline(0.45, 8, 60 * MS, 5);
        List<Trace.Arrival> archive = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            archive.add(new Trace.Arrival(0, QueuedFrame.NO_DEADLINE, TrafficClass.BACKFILL, "archive"));
        }
        List<Outcome> outcomes = share(scenario(new Trace("archive", archive), HEAVY, new AdaptivePolicy(1_000 * MS), DropPolicy.KEEP_ALL, 5), live, Sharing.TURNS);
        assertThat(outcomes.get(1).onTimeShare()).isGreaterThanOrEqualTo(Simulation.run(live).onTimeShare() - 0.005);
        assertThat(outcomes.get(0).backfillServed()).isEqualTo(3_000);
    }

    private static BatchPolicy policy(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new LatencyPolicy();
            case 1 -> new AdaptivePolicy(random.nextInt(60) * MS);
            case 2 -> new ThroughputPolicy(random.nextInt(60) * MS);
            default -> new FixedPolicy(1 + random.nextInt(16), 500_000, random.nextInt(60) * MS);
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyFrameOfEachModelHasOneFateWhateverHappens(long seed) {
        Random random = new Random(seed);
        List<Tenant> tenants = new ArrayList<>();
        int concurrent = 1 + random.nextInt(3);
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            Curve curve = Curve.line(1 + random.nextInt(8), 0.1 + random.nextDouble() * 4);
            int lanes = 1 + random.nextInt(4);
            BatchLimits limits = new BatchLimits(SHAPES, 100_000 + random.nextInt(3_000_000), random.nextInt(4), Integer.MAX_VALUE, lanes, Math.min(lanes, concurrent));
            List<Trace.Arrival> mixed = new ArrayList<>();
            Traces process = Traces.values()[random.nextInt(Traces.values().length)];
            for (Trace.Arrival arrival : process.draw(random.nextDouble() * curve.capacity(SHAPES), 300, 1 + random.nextInt(9), 50 * MS, seed + i).arrivals()) {
                boolean backfill = random.nextInt(4) == 0;
                long budget = backfill || random.nextInt(8) == 0 ? QueuedFrame.NO_DEADLINE : (random.nextInt(220) - 10) * MS;
                mixed.add(new Trace.Arrival(arrival.atNanos(), budget, backfill ? TrafficClass.BACKFILL : TrafficClass.LIVE, arrival.camera()));
            }
            BatchPolicy policy = policy(random);
            DropPolicy drop = policy instanceof FixedPolicy ? DropPolicy.KEEP_ALL : DropPolicy.values()[random.nextInt(3)];
            Scenario model = Scenario.of(new Trace("mixed", mixed), curve, 0.1, 16, lanes, new Objective(policy, drop, 1 + random.nextInt(16), random.nextInt(20) * MS), seed).within(limits);
            tenants.add(new Tenant(model, 1 + random.nextInt(4)));
        }
        List<Outcome> outcomes = SharedSimulation.run(tenants, concurrent, Sharing.TURNS);
        for (Outcome outcome : outcomes) {
            assertThat(outcome.served() + outcome.shed()).as("seed %d", seed).isEqualTo(300);
        }
    }
}
