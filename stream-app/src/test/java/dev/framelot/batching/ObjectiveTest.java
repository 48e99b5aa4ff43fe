package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the batcher does for its objectives: deadlines, classes, leaving out, switching. */
class ObjectiveTest {
    private static final long MS = 1_000_000;
    private static final Shapes SHAPES = Shapes.powersOfTwoUpTo(8);
    private static final BatchLimits LIMITS = new BatchLimits(SHAPES, Long.MAX_VALUE, 0, 100, 1);
    /** 5 ms and 1 ms a frame. */
    private static final Map<Integer, Long> COSTS = Map.of(1, 6 * MS, 2, 7 * MS, 4, 9 * MS, 8, 13 * MS);
    private long ticket;

    private static MicroBatcher batcher(BatchPolicy policy, DropPolicy drop) {
        return new MicroBatcher(LIMITS, new Objective(policy, drop, 8, 0), new CostTable(SHAPES, COSTS));
    }

    private void live(MicroBatcher batcher, String camera, long atMs, long budgetMs) {
        assertThat(batcher.offer(new QueuedFrame(ticket++, camera, TrafficClass.LIVE, atMs * MS, budgetMs * MS, 1))).isInstanceOf(Admission.Accepted.class);
    }

    private void backfill(MicroBatcher batcher) {
        batcher.offer(new QueuedFrame(ticket++, "store", TrafficClass.BACKFILL, 0, QueuedFrame.NO_DEADLINE, 1));
    }

    private static Batch batch(Step step) {
        assertThat(step).isInstanceOf(Step.Dispatch.class);
        return ((Step.Dispatch) step).batch();
    }

    @Test
    void theFrameThatIsDueFirstGoesFirst() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.KEEP_ALL);
        live(batcher, "a", 0, 500);
        live(batcher, "b", 1, 7);
        Batch batch = batch(batcher.next(1 * MS));
        assertThat(batch.frames()).extracting(QueuedFrame::cameraId).startsWith("b");
        assertThat(batch.predictedRunNanos()).isPositive();
    }

    @Test
    void aFrameNeverOvertakesAnOlderOneOfItsCamera() {
        MicroBatcher batcher = new MicroBatcher(new BatchLimits(new Shapes(java.util.List.of(1)), Long.MAX_VALUE, 0, 100, 1),
                Objective.keepAll(new LatencyPolicy()), new CostTable(new Shapes(java.util.List.of(1)), Map.of(1, 6 * MS)));
        live(batcher, "a", 0, 500);
        live(batcher, "a", 1, 20);
        assertThat(batch(batcher.next(1 * MS)).frames()).extracting(QueuedFrame::ticket).containsExactly(0L);
    }

    @Test
    void whatCannotBeOnTimeIsLeftOutWithItsReason() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.SHED_LATE);
        live(batcher, "a", 0, 8);
        live(batcher, "b", 0, 100);
        live(batcher, "c", 0, -3);
        Step step = batcher.next(5 * MS);
        assertThat(step).isInstanceOfSatisfying(Step.Shed.class, shed -> {
            assertThat(shed.frames()).extracting(s -> s.frame().cameraId()).containsExactlyInAnyOrder("a", "c");
            assertThat(shed.frames()).allMatch(s -> s.reason() == ShedReason.LATE && s.predictedFinishNanos() == 6 * MS && s.ageNanos() == 5 * MS);
        });
        assertThat(batch(batcher.next(5 * MS)).frames()).extracting(QueuedFrame::cameraId).containsExactly("b");
    }

    @Test
    void anSloShorterThanOneFramesRunLeavesAllOutOrRunsAllLate() {
        MicroBatcher sheds = batcher(new LatencyPolicy(), DropPolicy.SHED_LATE);
        MicroBatcher keeps = batcher(new LatencyPolicy(), DropPolicy.KEEP_ALL);
        for (int i = 0; i < 3; i++) {
            live(sheds, "a", 0, 2);
            live(keeps, "a", 0, 2);
        }
        assertThat(sheds.next(0)).isInstanceOfSatisfying(Step.Shed.class, shed -> assertThat(shed.frames()).hasSize(3));
        assertThat(sheds.next(0)).isEqualTo(new Step.Idle(Step.Idle.Cause.NO_FRAMES));
        assertThat(batch(keeps.next(0)).frames()).as("the most efficient shape").hasSize(3);
    }

    /** Under overload: three heads are due 14 ms from now, the run of eight takes 13 ms, rarely more than 14. */
    @Test
    void headsThatMayJustMissTakeThePlacesThatWouldBeEmpty() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.SHED_LATE);
        for (int i = 0; i < 16; i++) {
            live(batcher, "before", 0, 1_000);
        }
        for (int i = 0; i < 2; i++) {
            Batch full = batch(batcher.next(0));
            batcher.completed(BatchOutcome.ran(full.batchId(), full.shape(), 13 * MS), 0);
        }
        for (int i = 0; i < 3; i++) {
            live(batcher, "a", 0, 14);
        }
        for (int i = 0; i < 4; i++) {
            live(batcher, "b", 0, 100);
        }
        Batch batch = batch(batcher.next(0));
        assertThat(batch.shape()).isEqualTo(8);
        assertThat(batch.frames()).extracting(QueuedFrame::cameraId).containsExactly("a", "a", "a", "b", "b", "b", "b");
    }

    @Test
    void keepLatestLeavesOutTheOlderFrameOfTheSameCamera() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.KEEP_LATEST);
        live(batcher, "a", 0, 100);
        live(batcher, "b", 0, 100);
        live(batcher, "a", 1, 100);
        assertThat(batcher.next(1 * MS)).isInstanceOfSatisfying(Step.Shed.class, shed -> {
            assertThat(shed.frames()).hasSize(1);
            assertThat(shed.frames().get(0).frame().ticket()).isZero();
            assertThat(shed.frames().get(0).reason()).isEqualTo(ShedReason.SUPERSEDED);
        });
        assertThat(batch(batcher.next(1 * MS)).frames()).hasSize(2);
    }

    @Test
    void tilesOfOneFrameStayBesideEachOtherAndGoTogetherForANewerOne() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.KEEP_LATEST);
        offer(batcher, 7);
        offer(batcher, 7);
        offer(batcher, 5);
        assertThat(batcher.queuedFrames()).as("what is older replaces nothing").isEqualTo(3);
        assertThat(batcher.next(0)).isInstanceOf(Step.Dispatch.class);
        offer(batcher, 7);
        offer(batcher, 7);
        offer(batcher, 8);
        assertThat(batcher.next(0)).isInstanceOfSatisfying(Step.Shed.class, shed ->
                assertThat(shed.frames()).extracting(left -> left.frame().group()).containsExactly(7L, 7L));
    }

    private void offer(MicroBatcher batcher, long group) {
        batcher.offer(new QueuedFrame(ticket++, "a", TrafficClass.LIVE, 0, 100 * MS, 1, group));
    }

    @Test
    void backfillTakesThePaddingOfALiveBatchBehindItsFrames() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.KEEP_ALL);
        for (int i = 0; i < 3; i++) {
            live(batcher, "a", 0, 100);
            backfill(batcher);
        }
        Batch batch = batch(batcher.next(0));
        assertThat(batch.shape()).isEqualTo(4);
        assertThat(batch.frames()).extracting(QueuedFrame::trafficClass)
                .containsExactly(TrafficClass.LIVE, TrafficClass.LIVE, TrafficClass.LIVE, TrafficClass.BACKFILL);
        assertThat(batcher.queuedBackfill()).isEqualTo(2);
    }

    @Test
    void backfillAloneTakesOneFrameWhileLiveFramesComeAndTheBestShapeWhenTheyHaveStopped() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.KEEP_ALL);
        live(batcher, "a", 0, 100);
        Batch live = batch(batcher.next(0));
        batcher.completed(BatchOutcome.ran(live.batchId(), live.shape(), 6 * MS), 0);
        for (int i = 0; i < 20; i++) {
            backfill(batcher);
        }
        Batch careful = batch(batcher.next(6 * MS));
        assertThat(careful.reason()).isEqualTo(DispatchReason.SLACK);
        assertThat(careful.frames()).hasSize(1);
        batcher.completed(BatchOutcome.ran(careful.batchId(), 1, 6 * MS), 0);
        assertThat(batch(batcher.next(MicroBatcher.LIVE_QUIET_NANOS + 10 * MS)).frames()).hasSize(8);
    }

    @Test
    void anotherObjectiveHoldsFromTheNextDecisionAndLosesNothing() {
        MicroBatcher batcher = batcher(new FixedPolicy(8, Long.MAX_VALUE, 1_000 * MS), DropPolicy.KEEP_ALL);
        live(batcher, "a", 0, 500);
        live(batcher, "b", 1, 100);
        live(batcher, "a", 2, 500);
        assertThat(batcher.next(2 * MS)).isInstanceOf(Step.WaitUntil.class);
        batcher.pursue(Objective.keepAll(new LatencyPolicy()));
        Batch batch = batch(batcher.next(2 * MS));
        assertThat(batch.frames()).hasSize(3);
        assertThat(batch.frames()).extracting(QueuedFrame::cameraId).as("by deadline now").containsExactly("b", "a", "a");
        assertThat(batcher.lastDecision().orElseThrow().mode()).isEqualTo("latency");
    }

    @Test
    void theCapBoundsEachBatch() {
        MicroBatcher batcher = new MicroBatcher(LIMITS, new Objective(new LatencyPolicy(), DropPolicy.KEEP_ALL, 3, 0), new CostTable(SHAPES, COSTS));
        for (int i = 0; i < 8; i++) {
            live(batcher, "a", 0, 500);
        }
        assertThat(batch(batcher.next(0)).frames()).hasSizeLessThanOrEqualTo(3);
        assertThatThrownBy(() -> new Objective(new LatencyPolicy(), DropPolicy.KEEP_ALL, 0, 0)).hasMessageContaining("maxFrames is 0");
    }

    @Test
    void adaptiveWaitsForCompanyOnlyWhileTheDeadlineAllows() {
        MicroBatcher batcher = batcher(new AdaptivePolicy(10_000 * MS), DropPolicy.KEEP_ALL);
        for (int i = 0; i < 40; i++) {
            live(batcher, "warm-up", i * 25, 5_000);
        }
        for (Step step; (step = batcher.next(1_000 * MS)) instanceof Step.Dispatch dispatch; ) {
            batcher.completed(BatchOutcome.ran(dispatch.batch().batchId(), dispatch.batch().shape(), COSTS.get(dispatch.batch().shape())), 0);
        }
        live(batcher, "a", 1_010, 100);
        Step step = batcher.next(1_010 * MS);
        assertThat(step).isInstanceOfSatisfying(Step.WaitUntil.class, wait ->
                assertThat(wait.nanos()).isBetween(1_020 * MS, (1_110 - 6) * MS));
        Batch batch = batch(batcher.next(((Step.WaitUntil) step).nanos()));
        assertThat(batch.reason()).isEqualTo(DispatchReason.DEADLINE);
    }

    @Test
    void throughputWaitsForTheMostEfficientShapeOrItsLongestWait() {
        MicroBatcher batcher = batcher(new ThroughputPolicy(50 * MS), DropPolicy.KEEP_ALL);
        for (int i = 0; i < 7; i++) {
            live(batcher, "a", 0, 10_000);
        }
        assertThat(batcher.next(0)).isEqualTo(new Step.WaitUntil(50 * MS));
        live(batcher, "a", 1, 10_000);
        assertThat(batch(batcher.next(1 * MS)).reason()).isEqualTo(DispatchReason.FULL);
    }

    @Test
    void aDecisionTellsWhatWasWeighed() {
        MicroBatcher batcher = batcher(new LatencyPolicy(), DropPolicy.KEEP_ALL);
        for (int i = 0; i < 3; i++) {
            live(batcher, "a", 0, 100);
        }
        batch(batcher.next(0));
        Decision decision = batcher.lastDecision().orElseThrow();
        assertThat(decision.liveWaiting()).isEqualTo(3);
        assertThat(decision.headSlackNanos()).isEqualTo(100 * MS);
        assertThat(decision.candidates()).extracting(BatchPolicy.Candidate::shape).containsExactly(1, 2, 4);
    }
}
