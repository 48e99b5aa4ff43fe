package dev.framelot.load.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FramePublisherTest {
    private static EmbeddedKafka kafka;

    private final FrameLedger ledger = new FrameLedger();
    private final AvroCodec<CameraFrame> codec = FrameCodecs.bundled().cameraFrame("frames");

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                    new NewTopic("frames", 1, (short) 1), new NewTopic("narrow", 1, (short) 1).configs(Map.of("max.message.bytes", "1000")))).all().get();
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void everyFrameIsAcknowledgedUnderItsCameraWithTheTimeItWasDue() {
        try (FramePublisher publisher = publisher("frames")) {
            PublishCounts counts = publisher.run(frames(10, 100), new SendSchedule(200, Long.MAX_VALUE));
            assertThat(counts.acknowledged()).isEqualTo(10);
            assertThat(counts.pending()).isZero();
            assertThat(counts.bytes()).isEqualTo(1_000);
        }
        assertThat(ledger.report().published()).isEqualTo(10);
        List<ConsumerRecord<byte[], byte[]>> records = consume(10);
        List<CameraFrame> read = records.stream().map(record -> codec.decode(record.value())).toList();
        assertThat(records).allMatch(record -> new String(record.key(), StandardCharsets.UTF_8).equals("gate"));
        assertThat(read.get(9).getFrameId()).isEqualTo("gate-0000000009");
        assertThat(read.get(9).getCapturedAtMicros() - read.get(0).getCapturedAtMicros()).isEqualTo(45_000);
    }

    @Test
    void aFrameTheTopicRefusesIsCountedWithItsReasonAndIsNoLoss() {
        try (FramePublisher publisher = publisher("narrow")) {
            PublishCounts counts = publisher.run(frames(2, 5_000), new SendSchedule(1_000, Long.MAX_VALUE));
            assertThat(counts.failed()).isEqualTo(2);
            assertThat(publisher.firstFailure()).hasValueSatisfying(why -> assertThat(why).hasMessageContaining("max message size"));
        }
        assertThat(ledger.report().published()).isZero();
        assertThat(ledger.report().lost()).isZero();
    }

    @Test
    void stopEndsAWaitForTheNextFrame() {
        try (FramePublisher publisher = publisher("narrow")) {
            FrameSource stopping = capturedAtMicros -> {
                publisher.stop();
                return frames(1, 10).next(capturedAtMicros);
            };
            assertThat(publisher.run(stopping, new SendSchedule(0.001, Long.MAX_VALUE)).acknowledged()).isEqualTo(1);
        }
    }

    private FramePublisher publisher(String topic) {
        return new FramePublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()), topic, new AvroFrames(codec), new LedgerEntries(ledger));
    }

    private static FrameSource frames(int count, int bytes) {
        CameraTurns turns = new CameraTurns(List.of("gate"));
        return capturedAtMicros -> {
            if (turns.sequence() == count) {
                return Optional.empty();
            }
            EncodedFrame frame = new EncodedFrame("gate", turns.sequence(), new byte[bytes], capturedAtMicros, Map.of());
            turns.pass();
            return Optional.of(frame);
        };
    }

    private static List<ConsumerRecord<byte[], byte[]>> consume(int records) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition("frames", 0)));
            long endNanos = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (read.size() < records && System.nanoTime() - endNanos < 0) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
        }
        return read;
    }
}
