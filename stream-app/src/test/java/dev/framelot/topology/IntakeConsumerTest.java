package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wrapped consumer over Kafka's own {@link MockConsumer}. */
class IntakeConsumerTest {
    private static final TopicPartition P0 = new TopicPartition("frames", 0);
    private static final TopicPartition P1 = new TopicPartition("frames", 1);

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private long clockMicros = 1_000_000;
    private final List<Long> waits = new ArrayList<>();
    private final ThreadLedgers ledgers = new ThreadLedgers(() -> new ForwardingTurn(() -> clockMicros, waits::add));
    private int useful = 100;
    private final IntakeGate gate = new IntakeGate(4, 1_000, () -> useful);
    private final IntakeGate thermal = new IntakeGate(4, 1_000, () -> useful);
    private Consumer<byte[], byte[]> consumer;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void wrap() {
        consumer = (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Consumer.class}, new IntakeConsumer(kafka, ledgers, new IntakeDoors(Map.of(
                        "frames", new IntakeDoors.Door(gate, IntakeGate.Share.LIVE),
                        "backfill", new IntakeDoors.Door(gate, IntakeGate.Share.BACKFILL),
                        "thermal", new IntakeDoors.Door(thermal, IntakeGate.Share.LIVE)))));
        kafka.assign(List.of(P0, P1));
        kafka.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        kafka.updateEndOffsets(Map.of(P0, 0L, P1, 0L));
    }

    private static final FrameOutcome DEAD = new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.EMPTY, ""));

    private static FrameSlot slot(long offset) {
        SourceCoordinates source = new SourceCoordinates("frames", 0, offset);
        return new FrameSlot(source, null, new byte[1], 0, new RecordHeaders(), new FrameIdentity("f", "c", 0, 0, 0, Map.of()));
    }

    private void taken(TopicPartition partition, long turnMillis, FrameSlot slot) {
        PartitionFrames frames = ledgers.mine().open(partition);
        frames.queue.addLast(slot);
        frames.turnTaken(turnMillis);
    }

    @Test
    void commitsNeverPassTheOldestUnforwardedFrame() {
        consumer.poll(Duration.ZERO);
        ledgers.mine().open(P0).queue.addLast(slot(3));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(Map.of(P0, new OffsetAndMetadata(9), P1, new OffsetAndMetadata(5)));
        consumer.commitSync(offsets);
        assertThat(kafka.committed(Set.of(P0, P1)).get(P0).offset()).isEqualTo(3);
        assertThat(kafka.committed(Set.of(P0, P1)).get(P1).offset()).isEqualTo(5);
        assertThat(offsets.get(P0).offset()).as("Streams' own books agree").isEqualTo(3);
    }

    @Test
    void pausesAtTheLimitAndResumesBelowThreeQuarters() {
        for (int i = 0; i < 4; i++) {
            gate.taken(IntakeGate.Share.LIVE, 10);
        }
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).containsExactlyInAnyOrder(P0, P1);
        gate.gone(IntakeGate.Share.LIVE, 10);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).as("three of four: not yet").hasSize(2);
        gate.gone(IntakeGate.Share.LIVE, 10);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).isEmpty();
        assertThat(gate.pauses()).isEqualTo(1);
    }

    @Test
    void pausesAtTheLimitOfBytesToo() {
        gate.taken(IntakeGate.Share.LIVE, 1_000);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).hasSize(2);
    }

    @Test
    void whatStreamsPausedStaysPausedWhenTheGateOpens() {
        consumer.pause(List.of(P1));
        gate.taken(IntakeGate.Share.LIVE, 1_000);
        consumer.poll(Duration.ZERO);
        gate.gone(IntakeGate.Share.LIVE, 1_000);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).containsExactly(P1);
    }

    @Test
    void whileHeldAResumeByStreamsWaitsForTheGate() {
        gate.taken(IntakeGate.Share.LIVE, 1_000);
        consumer.poll(Duration.ZERO);
        consumer.resume(List.of(P0));
        assertThat(kafka.paused()).contains(P0);
        gate.gone(IntakeGate.Share.LIVE, 1_000);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void partitionsThatARebalanceBringsWhileHeldArePausedToo() {
        gate.taken(IntakeGate.Share.LIVE, 1_000);
        consumer.poll(Duration.ZERO);
        TopicPartition late = new TopicPartition("frames", 2);
        kafka.assign(List.of(P0, P1, late));
        kafka.updateBeginningOffsets(Map.of(late, 0L));
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).contains(late);
    }

    @Test
    void anOutcomeThatComesDuringPollEndsItWithoutAnError() {
        kafka.schedulePollTask(() -> ledgers.mine().waker().wake());
        assertThat(consumer.poll(Duration.ofSeconds(30)).isEmpty()).isTrue();
    }

    @Test
    void anOutcomeThatCameBeforePollMakesItReturnAtOnce() {
        consumer.poll(Duration.ZERO);
        FrameSlot done = slot(0);
        ledgers.mine().open(P0).queue.addLast(done);
        done.finish(DEAD, 1);
        ledgers.mine().waker().wake();
        kafka.addRecord(new ConsumerRecord<>("frames", 0, 0, null, new byte[1]));
        assertThat(consumer.poll(Duration.ofSeconds(30)).count()).as("no stray wake-up").isEqualTo(1);
    }

    @Test
    void anOutcomeOfAMillisecondThatHadItsTurnWaitsOnceForTheNextInsteadOfGoingRoundAndRound() {
        consumer.poll(Duration.ZERO);
        FrameSlot done = slot(0);
        taken(P0, 1_000, done);
        kafka.schedulePollTask(() -> {
            done.finish(DEAD, 1);
            ledgers.mine().waker().wake();
            clockMicros += 400;
        });
        assertThat(consumer.poll(Duration.ofSeconds(30)).isEmpty()).isTrue();
        assertThat(waits).as("woken at 1,000.4 ms").containsExactly(600_000L);
        clockMicros += 100;
        consumer.poll(Duration.ofSeconds(30));
        assertThat(waits).as("had it woken early").containsExactly(600_000L, 500_000L);
        clockMicros = 1_001_000;
        assertThat(consumer.poll(Duration.ofSeconds(30)).isEmpty()).isTrue();
        assertThat(waits).as("its turn has come").hasSize(2);
    }

    @Test
    void anOutcomeWhoseTaskIsDueDoesNotWaitBecauseAnotherTaskForwardedInThisMillisecond() {
        consumer.poll(Duration.ZERO);
        FrameSlot done = slot(0);
        taken(P0, 999, done);
        taken(P1, 1_000, slot(0));
        kafka.schedulePollTask(() -> {
            done.finish(DEAD, 1);
            ledgers.mine().waker().wake();
            clockMicros += 200;
        });
        assertThat(consumer.poll(Duration.ofSeconds(30)).isEmpty()).isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void framesAreTakenWhileAnOutcomeWaitsForItsTurn() {
        consumer.poll(Duration.ZERO);
        FrameSlot done = slot(0);
        taken(P0, 1_000, done);
        done.finish(DEAD, 1);
        kafka.addRecord(new ConsumerRecord<>("frames", 0, 0, null, new byte[1]));
        assertThat(consumer.poll(Duration.ofSeconds(30)).count()).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void nothingWaitsForATurnWhileTheOldestFrameIsNotDone() {
        consumer.poll(Duration.ZERO);
        taken(P0, 1_000, slot(0));
        consumer.poll(Duration.ZERO);
        assertThat(waits).isEmpty();
    }

    @Test
    void whileStoppedNothingIsTakenHoweverEmptyItIs() {
        gate.stop();
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).hasSize(2);
    }

    @Test
    void theMarkFollowsWhatTheBatcherCanUse() {
        useful = 2;
        gate.taken(IntakeGate.Share.LIVE, 10);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).isEmpty();
        gate.taken(IntakeGate.Share.LIVE, 10);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).containsExactlyInAnyOrder(P0, P1);
        useful = 4;
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void backfillFillsHalfOfTheRoomAndHoldsNoLivePartitionUp() {
        TopicPartition archive = new TopicPartition("backfill", 0);
        kafka.assign(List.of(P0, archive));
        kafka.updateBeginningOffsets(Map.of(archive, 0L));
        gate.taken(IntakeGate.Share.BACKFILL, 10);
        gate.taken(IntakeGate.Share.BACKFILL, 10);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).containsExactly(archive);
        consumer.resume(List.of(P0, archive));
        assertThat(kafka.paused()).as("Streams has room, the gate has none").containsExactly(archive);
        gate.gone(IntakeGate.Share.BACKFILL, 10);
        gate.gone(IntakeGate.Share.BACKFILL, 10);
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void aModelWithTopicsOfItsOwnPausesThoseAndNoOthers() {
        TopicPartition own = new TopicPartition("thermal", 0);
        kafka.assign(List.of(P0, P1, own));
        kafka.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L, own, 0L));
        for (int i = 0; i < 4; i++) {
            thermal.taken(IntakeGate.Share.LIVE, 10);
        }
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).containsExactly(own);
        for (int i = 0; i < 4; i++) {
            gate.taken(IntakeGate.Share.LIVE, 10);
            thermal.gone(IntakeGate.Share.LIVE, 10);
        }
        consumer.poll(Duration.ZERO);
        assertThat(kafka.paused()).containsExactlyInAnyOrder(P0, P1);
    }
}
