package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.policy.FixedPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicroBatcherTest {
    private static final long MS = 1_000_000;
    private static final BatchLimits LIMITS = new BatchLimits(new Shapes(java.util.List.of(1, 2, 4)), 1_000, 0, 6, 1);

    private final MicroBatcher batcher = new MicroBatcher(LIMITS, fixed(LIMITS), new CostTable(LIMITS.shapes(), Map.of()));

    private long ticket;

    private static Objective fixed(BatchLimits limits) {
        return Objective.keepAll(new FixedPolicy(limits.maxFrames(), limits.maxBatchBytes(), 10 * MS));
    }

    private Admission offer(String camera, long nowNanos, int bytes) {
        return batcher.offer(new QueuedFrame(ticket++, camera, nowNanos, bytes));
    }

    private static Batch batch(Step step) {
        assertThat(step).isInstanceOf(Step.Dispatch.class);
        return ((Step.Dispatch) step).batch();
    }

    @Test
    void idlesWithNothingToDo() {
        assertThat(batcher.next(0)).isEqualTo(new Step.Idle(Step.Idle.Cause.NO_FRAMES));
    }

    @Test
    void waitsOneBelowMaxWaitAndGoesExactlyAtIt() {
        offer("a", 5, 10);
        assertThat(batcher.next(5 + 10 * MS - 1)).isEqualTo(new Step.WaitUntil(5 + 10 * MS));
        Batch batch = batch(batcher.next(5 + 10 * MS));
        assertThat(batch.reason()).isEqualTo(DispatchReason.OLDEST_WAITED);
        assertThat(batch.shape()).isEqualTo(1);
        assertThat(batch.oldestWaitNanos()).isEqualTo(10 * MS);
    }

    @Test
    void waitsOneBelowTheCountAndGoesExactlyAtIt() {
        for (int i = 0; i < 3; i++) {
            offer("a", 0, 10);
        }
        assertThat(batcher.next(0)).isInstanceOf(Step.WaitUntil.class);
        offer("a", 0, 10);
        assertThat(batch(batcher.next(0)).reason()).isEqualTo(DispatchReason.FULL);
    }

    @Test
    void padsToTheNextShape() {
        for (int i = 0; i < 3; i++) {
            offer("a", 0, 10);
        }
        Batch batch = batch(batcher.next(10 * MS));
        assertThat(batch.frames()).hasSize(3);
        assertThat(batch.shape()).isEqualTo(4);
    }

    @Test
    void goesWhenTheBytesAreReachedAndLeavesWhatWouldExceedThem() {
        offer("a", 0, 600);
        assertThat(batcher.next(0)).isInstanceOf(Step.WaitUntil.class);
        offer("b", 0, 600);
        Batch batch = batch(batcher.next(0));
        assertThat(batch.reason()).isEqualTo(DispatchReason.BYTES);
        assertThat(batch.frames()).extracting(QueuedFrame::cameraId).containsExactly("a");
        assertThat(batch.shape()).as("no larger shape than its one frame needs").isEqualTo(1);
        assertThat(batcher.queuedFrames()).isEqualTo(1);
    }

    @Test
    void aFrameAboveTheLimitOfBytesGoesAlone() {
        offer("a", 0, 5_000);
        assertThat(batch(batcher.next(0)).frames()).hasSize(1);
    }

    @Test
    void camerasTakeTurnsBeginningWithTheOldestHead() {
        offer("hot", 0, 1);
        offer("hot", 1, 1);
        offer("hot", 2, 1);
        offer("quiet", 3, 1);
        offer("hot", 4, 1);
        assertThat(batch(batcher.next(5)).frames()).extracting(QueuedFrame::ticket).containsExactly(0L, 3L, 1L, 2L);
    }

    @Test
    void anEqualCameraLimitHoldsEvenWhenAlone() {
        BatchLimits two = new BatchLimits(LIMITS.shapes(), 1_000, 2, 6, 1);
        MicroBatcher limited = new MicroBatcher(two, fixed(two), new CostTable(two.shapes(), Map.of()));
        for (int i = 0; i < 4; i++) {
            limited.offer(new QueuedFrame(i, "a", 0, 1));
        }
        assertThat(limited.next(0)).as("two of four may ride: not full").isInstanceOf(Step.WaitUntil.class);
        assertThat(batch(limited.next(10 * MS)).frames()).hasSize(2);
    }

    @Test
    void holdsBackWhileNoLaneIsFreeAndGoesWhenOneIs() {
        for (int i = 0; i < 6; i++) {
            offer("a", 0, 1);
        }
        Batch first = batch(batcher.next(0));
        assertThat(batcher.next(20 * MS)).isEqualTo(new Step.Idle(Step.Idle.Cause.NO_FREE_LANE));
        batcher.completed(BatchOutcome.ran(first.batchId(), first.shape(), MS), 0);
        assertThat(batch(batcher.next(20 * MS)).frames()).hasSize(2);
    }

    @Test
    void refusesBeyondTheQueueLimitAndSaysBothNumbers() {
        for (int i = 0; i < 6; i++) {
            assertThat(offer("a", 0, 1)).isInstanceOf(Admission.Accepted.class);
        }
        assertThat(offer("a", 0, 1)).isInstanceOfSatisfying(Admission.Refused.class, refused ->
                assertThat(refused.why()).contains("6 frames wait").contains("limit is 6"));
    }

    @Test
    void whileDrainingNothingWaitsForCompany() {
        offer("a", 0, 1);
        batcher.drain();
        assertThat(batch(batcher.next(0)).reason()).isEqualTo(DispatchReason.DRAIN);
    }

    @Test
    void timeMayWrapAround() {
        long late = Long.MAX_VALUE - 3;
        offer("a", late, 1);
        assertThat(batcher.next(late)).isEqualTo(new Step.WaitUntil(late + 10 * MS));
        assertThat(batch(batcher.next(late + 10 * MS)).reason()).isEqualTo(DispatchReason.OLDEST_WAITED);
    }

    @Test
    void anUnknownBatchCannotComplete() {
        assertThatThrownBy(() -> batcher.completed(BatchOutcome.ran(42, 1, 1), 0)).hasMessageContaining("42 is not in flight");
    }

    @Test
    void shapesSayWhatIsWrong() {
        assertThat(Shapes.powersOfTwoUpTo(12).ascending()).containsExactly(1, 2, 4, 8, 12);
        assertThatThrownBy(() -> new Shapes(java.util.List.of(1, 4, 2))).hasMessageContaining("2 follows 4");
        assertThatThrownBy(() -> Shapes.powersOfTwoUpTo(0)).hasMessageContaining("at least 1");
    }

    @Test
    void anothersLiveFramesGoBeforeTheBackfillThatWouldUseTheWait() {
        DeviceTurns device = new DeviceTurns(1);
        Map<Integer, Long> costs = Map.of(1, MS, 2, MS, 4, MS);
        MicroBatcher waits = new MicroBatcher(LIMITS, fixed(LIMITS), new CostTable(LIMITS.shapes(), costs), device.join(1));
        DeviceShare other = device.join(1);
        waits.offer(new QueuedFrame(1, "live", TrafficClass.LIVE, 0, QueuedFrame.NO_DEADLINE, 10, 0));
        waits.offer(new QueuedFrame(2, "tape", TrafficClass.BACKFILL, 0, QueuedFrame.NO_DEADLINE, 10, 0));
        other.says(true, true, true);
        assertThat(waits.next(0)).as("the live frame waits for company, and the device is the other's meanwhile").isInstanceOf(Step.WaitUntil.class);
        other.says(false, false, false);
        assertThat(batch(waits.next(0)).frames()).extracting(QueuedFrame::cameraId).containsExactly("tape");
    }
}
