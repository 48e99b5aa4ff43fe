package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadLedgerTest {
    private static final TopicPartition P0 = new TopicPartition("frames", 0);
    private static final TopicPartition P1 = new TopicPartition("frames", 1);
    private static final FrameOutcome DEAD = new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.EMPTY, "nothing"));

    private long clockMicros;
    private final List<Long> waits = new ArrayList<>();
    private final ThreadLedger ledger = new ThreadLedger(new ForwardingTurn(() -> clockMicros, waits::add));

    @BeforeEach
    void theConsumerIsOurs() {
        ledger.consumerIsOurs();
    }

    private static FrameSlot slot(TopicPartition partition, long offset) {
        SourceCoordinates source = new SourceCoordinates(partition.topic(), partition.partition(), offset);
        FrameIdentity identity = new FrameIdentity(source.toString(), "camera", offset, 0, 0, Map.of());
        return new FrameSlot(source, null, new byte[3], 0, new RecordHeaders(), identity);
    }

    private long capped(TopicPartition partition, long wanted) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        offsets.put(partition, new OffsetAndMetadata(wanted, Optional.of(3), "streams' own"));
        ledger.cap(offsets);
        assertThat(offsets.get(partition).metadata()).isEqualTo("streams' own");
        return offsets.get(partition).offset();
    }

    @Test
    void nothingInFlightCommitsWhatStreamsWants() {
        ledger.open(P0);
        assertThat(capped(P0, 42)).isEqualTo(42);
        assertThat(capped(P1, 7)).as("a partition that is not ours").isEqualTo(7);
    }

    @Test
    void theOldestUnforwardedFrameCapsItsPartitionOnly() {
        ledger.open(P0).queue.addLast(slot(P0, 10));
        ledger.open(P1);
        assertThat(capped(P0, 42)).isEqualTo(10);
        assertThat(capped(P1, 42)).isEqualTo(42);
    }

    @Test
    void aFinishedFrameCapsUntilItIsForwarded() {
        ArrayDeque<FrameSlot> queue = ledger.open(P0).queue;
        queue.addLast(slot(P0, 10));
        queue.addLast(slot(P0, 11));
        queue.peekFirst().finish(DEAD, 1);
        assertThat(capped(P0, 12)).isEqualTo(10);
        queue.removeFirst();
        assertThat(capped(P0, 12)).isEqualTo(11);
        queue.removeFirst();
        assertThat(capped(P0, 12)).isEqualTo(12);
    }

    @Test
    void anOffsetBelowTheCapStays() {
        ledger.open(P0).queue.addLast(slot(P0, 10));
        assertThat(capped(P0, 9)).isEqualTo(9);
    }

    @Test
    void aPartitionClosedWithFramesInFlightStaysCappedUntilItIsOpenedAgain() {
        ledger.open(P0).queue.addLast(slot(P0, 10));
        ledger.close(P0);
        assertThat(capped(P0, 42)).isEqualTo(10);
        ledger.open(P0);
        assertThat(capped(P0, 42)).isEqualTo(42);
    }

    @Test
    void closingCancelsWhatIsInFlight() {
        FrameSlot slot = slot(P0, 10);
        boolean[] told = {false};
        slot.task = new FrameTask("camera", ByteBuffer.allocate(1), 0, FrameTask.Claim.NONE, outcome -> told[0] = true);
        ledger.open(P0).queue.addLast(slot);
        ledger.close(P0);
        assertThat(slot.task).extracting("cancelled").isEqualTo(true);
    }

    @Test
    void onlyAFinishedHeadCountsAsReady() {
        ArrayDeque<FrameSlot> queue = ledger.open(P0).queue;
        assertThat(ledger.anyHeadDone()).isFalse();
        queue.addLast(slot(P0, 1));
        queue.addLast(slot(P0, 2));
        queue.peekLast().finish(DEAD, 1);
        assertThat(ledger.anyHeadDone()).as("the second is done, the first is not").isFalse();
        queue.peekFirst().finish(DEAD, 1);
        assertThat(ledger.anyHeadDone()).isTrue();
    }

    private PartitionFrames withADoneHead(TopicPartition partition, long turnMillis) {
        PartitionFrames frames = ledger.open(partition);
        FrameSlot slot = slot(partition, 1);
        slot.finish(DEAD, 1);
        frames.queue.addLast(slot);
        frames.turnTaken(turnMillis);
        return frames;
    }

    @Test
    void aPartitionWhoseTurnIsDueWaitsForNoOther() {
        PartitionFrames due = withADoneHead(P0, 5);
        withADoneHead(P1, 6);
        clockMicros = 6_200;
        ledger.awaitTurn();
        assertThat(waits).as("the first is due since 6.0 ms").isEmpty();
        due.queue.clear();
        ledger.awaitTurn();
        assertThat(waits).as("only the second has something to forward, at 7.0 ms").containsExactly(800_000L);
    }

    @Test
    void aPartitionThatForwardedInThisMillisecondIsWaitedForThoughAnotherThatHasNothingDoneIsDue() {
        ledger.open(P0).turnTaken(5);
        withADoneHead(P1, 6);
        clockMicros = 6_200;
        ledger.awaitTurn();
        assertThat(waits).containsExactly(800_000L);
    }

    @Test
    void theTimeWhenARoundBeganTakesNoTurnBack() {
        withADoneHead(P0, 6).turnTaken(5);
        clockMicros = 6_200;
        ledger.awaitTurn();
        assertThat(waits).containsExactly(800_000L);
    }

    @Test
    void aSecondFateIsABug() {
        FrameSlot slot = slot(P0, 5);
        slot.finish(DEAD, 1);
        assertThatThrownBy(() -> slot.finish(DEAD, 2)).hasMessageContaining("frames-0@5 has a fate already");
    }

    @Test
    void aForeignConsumerIsRefusedBecauseItWouldLoseFrames() {
        assertThatThrownBy(() -> new ThreadLedger(new ForwardingTurn(() -> 0, nanos -> {})).open(P0)).hasMessageContaining("group.protocol=streams");
    }
}
