package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.policy.AdaptivePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A policy remembers what came to pass, not what it was asked. */
class PolicyMemoryTest {
    private static final long MS = 1_000_000;
    private static final Shapes SHAPES = Shapes.powersOfTwoUpTo(8);

    /** Two of three are the most per device time; running all three costs so little more that none is left behind twice in a row. */
    @Test
    void whatWasOnlyAskedForLeavesNobodyBehind() {
        AdaptivePolicy policy = new AdaptivePolicy(100 * MS);
        QueueView queue = threeThatHaveWaited();

        assertThat(frames(policy.decide(queue))).isEqualTo(2);
        assertThat(frames(policy.decide(queue))).as("asked again before anything went").isEqualTo(2);
        policy.goes(3, 3);
        assertThat(frames(policy.decide(queue))).as("all went, whatever the answer was").isEqualTo(2);
        policy.goes(2, 3);
        assertThat(frames(policy.decide(queue))).as("one was left behind").isEqualTo(3);
        policy.goes(3, 3);
        assertThat(frames(policy.decide(queue))).isEqualTo(2);
    }

    @Test
    void aBatchThatGoesInsteadOfTheAnswerIsToldOnceAndAsItGoes() {
        Told policy = new Told();
        DeviceTurns device = new DeviceTurns(1);
        BatchLimits limits = new BatchLimits(SHAPES, 1_000, 0, 100, 1);
        MicroBatcher batcher = new MicroBatcher(limits, Objective.keepAll(policy), new CostTable(SHAPES, Map.of()), device.join(1));
        DeviceShare other = device.join(1);
        other.began(other.nextBatchId(), 1, 20 * MS, 0);
        other.ended(1, 0, 0);
        other.says(true, true, false);
        for (int i = 0; i < 2; i++) {
            batcher.offer(new QueuedFrame(i, "a", TrafficClass.LIVE, 0, 40 * MS, 1));
        }

        Step step = batcher.next(0);

        assertThat(policy.slacks).as("the time left alone, and behind the other's run").containsExactly(40 * MS, 20 * MS);
        assertThat(step).isInstanceOfSatisfying(Step.Dispatch.class, dispatch -> assertThat(dispatch.batch().frames()).hasSize(2));
        assertThat(policy.went).containsExactly("2 of 2");
    }

    private static int frames(BatchPolicy.Verdict verdict) {
        assertThat(verdict).isInstanceOf(BatchPolicy.Verdict.Go.class);
        return ((BatchPolicy.Verdict.Go) verdict).frames();
    }

    private static QueueView threeThatHaveWaited() {
        QueueView queue = new QueueView(new CostTable(SHAPES, Map.of(1, 10 * MS, 2, 12 * MS, 4, 19 * MS, 8, 26 * MS)));
        queue.frames = 3;
        queue.eligible = 3;
        queue.oldestAge = 100 * MS;
        for (int i = 0; i < 3; i++) {
            queue.age[i] = 100 * MS;
            queue.slack[i] = 500 * MS;
        }
        queue.maxFrames = 8;
        queue.concurrent = 1;
        queue.perNano = 2e-8;
        queue.burstPerNano = 2e-8;
        queue.observedNanos = 1_000 * MS;
        return queue;
    }

    /** Fake: waits while there is more than 30 ms left, then would run one frame. */
    private static final class Told implements BatchPolicy {
        final List<Long> slacks = new ArrayList<>();
        final List<String> went = new ArrayList<>();

        @Override
        public Verdict decide(QueueView queue) {
            slacks.add(queue.slack(0));
            return queue.slack(0) > 30 * MS ? new Verdict.Wait(MS) : new Verdict.Go(1, 1, DispatchReason.DEADLINE);
        }

        @Override
        public void goes(int frames, int eligible) {
            went.add(frames + " of " + eligible);
        }

        @Override
        public String name() {
            return "told";
        }
    }
}
