package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole application against a real broker in this JVM, with the declared-cost engine. */
class EndToEndIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static long committed(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    admin.listConsumerGroupOffsets("framelot-test").partitionsToOffsetAndMetadata().get();
            return offsets.values().stream().filter(o -> o != null).mapToLong(OffsetAndMetadata::offset).sum();
        }
    }

    private static void orderHolds(List<FrameDetections> detections) {
        Map<String, Long> last = new HashMap<>();
        for (FrameDetections d : detections) {
            Long before = last.put(d.getCameraId(), d.getSequence());
            assertThat(before == null ? -1 : before).as("camera " + d.getCameraId()).isLessThan(d.getSequence());
        }
    }

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void everyFrameHasOneFateInOrderAndOffsetsAreCommitted(Guarantee guarantee) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(TestConfig.of(kafka.bootstrapServers(), guarantee))) {
                for (int i = 0; i < 1_000; i++) {
                    frames.send("camera-" + i % 10, i / 10, i % 100 == 99 ? Arrays.copyOf(Frames.JPEG, 40) : Frames.JPEG);
                }
                frames.flush();
                outcomes.await(1_000, PATIENCE);
                assertThat(outcomes.detections).hasSize(990);
                assertThat(outcomes.deadLetters).hasSize(10).extracting(FrameDeadLetter::getReason).containsOnly("truncated");
                orderHolds(outcomes.detections);
                assertThat(outcomes.detections).allSatisfy(d -> assertThat(d.getDetections()).isNotEmpty());
                assertThat(outcomes.detections).extracting(d -> d.getBatch().getFrames()).as("batches form").anyMatch(n -> n > 1);
                assertThat(app.stats().detected()).as("counters equal records").isEqualTo(990);
                assertThat(app.stats().deadLettered()).isEqualTo(10);
                Awaitility.await().atMost(PATIENCE).until(() -> committed(kafka.bootstrapServers()) == 1_000);
                assertThat(app.shutDown()).as("nothing left behind").isTrue();
                assertThat(app.awaitExit()).isZero();
            }
        }
    }

    @Test
    void aBadFrameInABatchLeavesTheOthersTheirDetections() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(TestConfig.of(kafka.bootstrapServers(), Guarantee.AT_LEAST_ONCE))) {
                for (int i = 0; i < 16; i++) {
                    frames.send("camera", i, i == 7 ? new byte[] {1, 2, 3} : Frames.JPEG);
                }
                frames.sendValue("camera", null);
                frames.sendValue("camera", new byte[] {9});
                frames.flush();
                outcomes.await(18, PATIENCE);
                assertThat(outcomes.detections).hasSize(15);
                assertThat(outcomes.deadLetters).extracting(FrameDeadLetter::getReason).containsExactly("unsupported_format", "empty", "schema");
                Awaitility.await("the stream goes on").atMost(PATIENCE).until(app::running);
            }
        }
    }

    @Test
    void aSlowDeviceNeitherLosesItsPartitionsNorFillsTheHeap() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig slow = TestConfig.withKafka(
                    TestConfig.costing(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ofMillis(700), Duration.ZERO),
                    Map.of("consumer.max.poll.interval.ms", "3000", "consumer.session.timeout.ms", "6000"));
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(slow)) {
                // About 7 s of work for a device whose poll interval is 3 s: a thread that waited for it would be evicted.
                for (int i = 0; i < 200; i++) {
                    frames.send("camera-" + i % 5, i / 5, Frames.JPEG);
                }
                frames.flush();
                outcomes.await(80, PATIENCE);
                assertThat(app.stats().inFlight()).as("64 and what was buffered").isLessThan(64 + 4 * 16 + 16);
                outcomes.await(200, PATIENCE);
                assertThat(outcomes.detections).hasSize(200);
                assertThat(app.intakePauses()).as("intake paused").isPositive();
                orderHolds(outcomes.detections);
            }
        }
    }

    @Test
    void shutDownFinishesWhatIsInFlightAndTheNextInstanceGoesOn() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig config = TestConfig.costing(
                    TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ofMillis(50), Duration.ZERO);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                for (int i = 0; i < 600; i++) {
                    frames.send("camera-" + i % 6, i / 6, Frames.JPEG);
                }
                frames.flush();
                FramelotApp first = FramelotApp.start(config);
                outcomes.await(100, PATIENCE);
                assertThat(first.shutDown()).isTrue();
                assertThat(first.stats().inFlight()).isZero();
                try (FramelotApp second = FramelotApp.start(config)) {
                    outcomes.await(600, PATIENCE);
                    // The first may have finished all of it: the second then has yet to get its partitions.
                    Awaitility.await().atMost(PATIENCE).until(second::running);
                }
                assertThat(outcomes.detections).hasSize(600).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                orderHolds(outcomes.detections);
            }
        }
    }

    @Test
    void aStopThatExceedsItsGraceSaysSoAndLosesNothing() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig slow = TestConfig.draining(
                    TestConfig.costing(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ofSeconds(4), Duration.ZERO),
                    Duration.ofMillis(300));
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                for (int i = 0; i < 100; i++) {
                    frames.send("camera-" + i % 4, i / 4, Frames.JPEG);
                }
                frames.flush();
                FramelotApp first = FramelotApp.start(slow);
                Awaitility.await().atMost(PATIENCE).until(() -> first.stats().inFlight() > 20);
                assertThat(first.shutDown()).as("frames were left behind").isFalse();
                assertThat(first.awaitExit()).isEqualTo(1);
                try (FramelotApp second = FramelotApp.start(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE))) {
                    outcomes.await(100, PATIENCE);
                    assertThat(second.ended()).isFalse();
                }
                assertThat(outcomes.detections).hasSize(100).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                orderHolds(outcomes.detections);
            }
        }
    }
}
