package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold after every event, whatever the policy. Written once, run by every kind of test. */
final class BatcherInvariants {
    private final BatchLimits limits;
    private final Map<Long, QueuedFrame> waiting = new HashMap<>();
    private final Map<String, Long> lastTicketOfCamera = new HashMap<>();
    private final Set<Long> batches = new HashSet<>();
    private int inFlight;
    private long dispatched;

    BatcherInvariants(BatchLimits limits) {
        this.limits = limits;
    }

    void accepted(QueuedFrame frame) {
        assertThat(waiting.put(frame.ticket(), frame)).as("a ticket is offered once").isNull();
    }

    void dispatched(Batch batch, long nowNanos) {
        inFlight++;
        assertThat(inFlight).as("at most a batch a lane").isLessThanOrEqualTo(limits.lanes());
        assertThat(batches.add(batch.batchId())).as("batch ids are unique").isTrue();
        assertThat(batch.frames()).as("no empty batch").isNotEmpty();
        assertThat(limits.shapes().ascending()).as("only shapes of the closed set").contains(batch.shape());
        assertThat(batch.frames().size()).as("the frames fit the shape").isLessThanOrEqualTo(batch.shape());
        long bytes = 0;
        Map<String, Integer> perCamera = new HashMap<>();
        for (QueuedFrame frame : batch.frames()) {
            assertThat(waiting.remove(frame.ticket())).as("a frame leaves once, and only if it came").isEqualTo(frame);
            Long before = lastTicketOfCamera.put(frame.cameraId(), frame.ticket());
            assertThat(before == null || before < frame.ticket()).as("a camera's frames leave in order").isTrue();
            perCamera.merge(frame.cameraId(), 1, Integer::sum);
            bytes += frame.bytes();
            assertThat(nowNanos - frame.arrivalNanos()).as("nobody leaves before it came").isNotNegative();
        }
        if (batch.frames().size() > 1) {
            assertThat(bytes).as("the limit of bytes").isLessThanOrEqualTo(limits.maxBatchBytes());
        }
        if (limits.maxSameCameraFrames() > 0) {
            assertThat(perCamera.values()).as("frames of one camera").allMatch(n -> n <= limits.maxSameCameraFrames());
        }
        assertThat(batch.frames().stream().mapToLong(frame -> nowNanos - frame.arrivalNanos()).max().orElseThrow())
                .as("the oldest frame of all rides").isEqualTo(batch.oldestWaitNanos());
        dispatched += batch.frames().size();
    }

    void completed() {
        inFlight--;
        assertThat(inFlight).isNotNegative();
    }

    /** After every event, once the batcher was asked until it had nothing more to say. */
    void settled(MicroBatcher batcher, Step last, long nowNanos) {
        assertThat(batcher.queuedFrames()).as("the books agree").isEqualTo(waiting.size());
        assertThat(batcher.batchesInFlight()).as("the lanes agree").isEqualTo(inFlight);
        if (last instanceof Step.WaitUntil wait) {
            assertThat(wait.nanos() - nowNanos).as("a time to ask again lies ahead").isPositive();
            assertThat(inFlight).as("waiting is a choice only while a lane is free").isLessThan(limits.lanes());
        } else {
            Step.Idle.Cause cause = ((Step.Idle) last).cause();
            assertThat(cause).isEqualTo(waiting.isEmpty() ? Step.Idle.Cause.NO_FRAMES : Step.Idle.Cause.NO_FREE_LANE);
        }
    }

    void drained(long offered) {
        assertThat(waiting).as("nothing is left behind").isEmpty();
        assertThat(inFlight).as("every lane is free").isZero();
        assertThat(dispatched).as("every frame ran once").isEqualTo(offered);
    }
}
