package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.BatchingSettings.Drop;
import dev.framelot.config.BatchingSettings.Mode;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDetections;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whatever is slow, a decoder, the device or the sink, Kafka holds the backlog and not the heap. */
class BackpressureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** In flight by the settings, and what Streams had polled when the gate closed: its buffers, of 4 partitions and 2 threads. */
    private static final int MOST_IN_FLIGHT = 64 + 4 * 16 + 16;

    private static byte[] large(long seed) throws IOException {
        BufferedImage image = new BufferedImage(2_400, 1_800, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        Random random = new Random(seed);
        for (int y = 0; y < image.getHeight(); y += 40) {
            for (int x = 0; x < image.getWidth(); x += 40) {
                pen.setColor(new Color(random.nextInt(1 << 24)));
                pen.fillRect(x, y, 40, 40);
            }
        }
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    private static FramelotConfig config(EmbeddedKafka kafka) {
        return TestConfig.batching(
                TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Mode.ADAPTIVE, Duration.ofMillis(100), Drop.KEEP_ALL);
    }

    @Test
    void aSlowDecoderHoldsIntakeBack() throws Exception {
        byte[] slow = large(20261123);
        assertThat(slow.length).as("fits the frames topic's default limit").isLessThan(1_000_000);
        int frames = 300;
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames cameras = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                for (int i = 0; i < frames; i++) {
                    cameras.send("camera-" + i % 8, i / 8, slow);
                }
                cameras.flush();
                try (FramelotApp app = FramelotApp.start(config(kafka))) {
                    outcomes.await(40, PATIENCE);
                    assertThat(app.stats().inFlight()).isLessThan(MOST_IN_FLIGHT);
                    assertThat(app.intakePauses()).as("intake paused").isPositive();
                    outcomes.await(frames, PATIENCE);
                }
                assertThat(outcomes.detections).hasSize(frames).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aSinkThatTakesNothingHoldsIntakeBackAndLosesNothing() throws Exception {
        int frames = 600;
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig impatient = TestConfig.withKafka(config(kafka), Map.of("producer.delivery.timeout.ms", "3000", "producer.request.timeout.ms", "1500"));
            try (Frames cameras = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(impatient)) {
                for (int i = 0; i < frames / 2; i++) {
                    cameras.send("camera-" + i % 8, i / 8, Frames.JPEG);
                }
                cameras.flush();
                outcomes.await(frames / 2, PATIENCE);
                replicasWanted(kafka, "2");
                for (int i = frames / 2; i < frames; i++) {
                    cameras.send("camera-" + i % 8, i / 8, Frames.JPEG);
                }
                cameras.flush();
                Awaitility.await("some are done and can't be written").atMost(PATIENCE).until(() -> app.stats().inFlight() > 0);
                assertThat(app.stats().inFlight()).isLessThan(MOST_IN_FLIGHT);
                assertThat(app.ended()).as("it waits for the sink").isFalse();
                replicasWanted(kafka, "1");
                outcomes.await(frames, PATIENCE);
                assertThat(outcomes.detections).hasSize(frames).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
            }
        }
    }

    /** With more replicas wanted than there are brokers, the topic refuses every record, as it does when brokers are lost. */
    private static void replicasWanted(EmbeddedKafka kafka, String count) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "detections");
            admin.incrementalAlterConfigs(Map.of(topic, java.util.List.of(
                            new AlterConfigOp(new ConfigEntry("min.insync.replicas", count), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
