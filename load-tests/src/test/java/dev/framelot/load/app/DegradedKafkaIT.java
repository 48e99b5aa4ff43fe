package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.StartException;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What Kafka refuses or lacks: said at start where it can be known, survived without a loss where it comes later. */
class DegradedKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static void maxMessageBytes(String bootstrapServers, String topic, int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    @Test
    void missingAndTooSmallTopicsAreAllNamedAtStart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("frames", 1, (short) 1), new NewTopic("frames.dead-letter", 1, (short) 1))).all().get();
            }
            maxMessageBytes(kafka.bootstrapServers(), "frames.dead-letter", 2_000);
            assertThatThrownBy(() -> FramelotApp.start(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("'detections' does not exist")
                    .hasMessageContaining("'frames.shed' does not exist")
                    .hasMessageContaining("topics create")
                    .hasMessageContaining("at most 2000 bytes (max.message.bytes)")
                    .hasMessageContaining("dead-letter.max-value-bytes");
        }
    }

    @Test
    void aDeadLetterThatCanNotBeWrittenIsRetriedAndNothingIsCommittedPastIt() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE))) {
                frames.send("camera", 0, Frames.JPEG);
                frames.flush();
                outcomes.await(1, PATIENCE);
                maxMessageBytes(kafka.bootstrapServers(), "frames.dead-letter", 100);
                frames.send("camera", 1, new byte[900]);
                frames.send("camera", 2, Frames.JPEG);
                frames.flush();
                Awaitility.await("the reason is told").atMost(PATIENCE).until(() -> app.stats().state().contains("RecordTooLarge"));
                assertThat(outcomes.await(2, Duration.ofSeconds(1)).detections).as("nothing overtakes it").hasSize(1);
                maxMessageBytes(kafka.bootstrapServers(), "frames.dead-letter", 1_000_000);
                outcomes.await(3, PATIENCE);
                assertThat(outcomes.deadLetters).singleElement().extracting(FrameDeadLetter::getReason).isEqualTo("unsupported_format");
                assertThat(outcomes.detections).extracting(FrameDetections::getSequence).containsExactly(0L, 2L);
            }
        }
    }

    @Test
    void oneOfThreeBrokersMayStopAndComeBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(3)) {
            Frames.createTopics(kafka.bootstrapServers(), 3);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE))) {
                for (int i = 0; i < 300; i++) {
                    if (i == 100) {
                        kafka.stop(2);
                    }
                    if (i == 200) {
                        kafka.restart(2);
                    }
                    frames.send("camera-" + i % 6, i / 6, Frames.JPEG);
                    frames.flush();
                }
                outcomes.await(300, PATIENCE);
                assertThat(outcomes.detections).hasSize(300).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                assertThat(app.ended()).isFalse();
            }
        }
    }
}
