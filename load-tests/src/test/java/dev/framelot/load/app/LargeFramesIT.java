package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.ClaimCheckSettings;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.SlicingSettings;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.board.BoardPanel;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.ImageReference;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large frames and references through the whole application, beside usual ones, with the declared-cost engine. */
class LargeFramesIT {
    private static byte[] referring(long sequence, String uri, long bytes, String sha256) {
        return FrameCodecs.bundled().cameraFrame("frames").encode(CameraFrame.newBuilder()
                .setFrameId("camera-" + sequence).setCameraId("camera").setSequence(sequence).setCapturedAtMicros(0).setEncoding(FrameEncoding.JPEG)
                .setReference(new ImageReference(uri, bytes, sha256)).build());
    }

    @Test
    void everyLargeFrameAndEveryReferenceHasOneFateInOrder(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("frames"));
        ByteArrayOutputStream panel = new ByteArrayOutputStream();
        BoardPanel.write(panel, 1_500, 1_000, 1, BoardOptions.demo());
        byte[] large = panel.toByteArray();
        Files.write(root.resolve("panel.jpg"), large);
        Files.write(folder.resolve("secret.jpg"), large);
        Files.createSymbolicLink(root.resolve("link.jpg"), folder.resolve("secret.jpg"));
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large));
        String base = root.toUri().toString();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig config = TestConfig.costing(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ZERO, Duration.ofNanos(100_000))
                    .withLargeFrames(
                            new SlicingSettings(OptionalLong.of(500_000), 0, 0.2, 5_000, 4_000_000, 0),
                            new ClaimCheckSettings(List.of(root.toUri()), 4 << 20, Duration.ofSeconds(10), 2, 2, false));
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config)) {
                frames.send("camera", 0, Frames.JPEG);
                frames.sendValue("camera", referring(1, base + "panel.jpg", large.length, sha256));
                frames.send("camera", 2, large);
                frames.sendValue("camera", referring(3, base + "link.jpg", large.length, sha256));
                frames.sendValue("camera", referring(4, "file:///etc/hostname", large.length, sha256));
                frames.sendValue("camera", referring(5, base + "none.jpg", large.length, sha256));
                frames.sendValue("camera", referring(6, base + "panel.jpg", large.length, "00".repeat(32)));
                frames.sendValue("camera", referring(7, "http://169.254.169.254/latest/meta-data", large.length, sha256));
                frames.send("camera", 8, Frames.JPEG);
                for (int i = 9; i < 14; i++) {
                    frames.sendValue("camera", referring(i, base + "panel.jpg", large.length, sha256));
                }
                frames.flush();
                outcomes.await(14, Duration.ofSeconds(120));
                assertThat(outcomes.deadLetters).extracting(FrameDeadLetter::getReason)
                        .containsExactly("ref_forbidden", "ref_forbidden", "ref_unavailable", "ref_mismatch", "ref_forbidden");
                assertThat(outcomes.detections).extracting(FrameDetections::getSequence).as("in order").containsExactly(0L, 1L, 2L, 8L, 9L, 10L, 11L, 12L, 13L);
                assertThat(outcomes.detections).filteredOn(d -> d.getWidth() == 1_500).hasSize(7).allSatisfy(d -> {
                    assertThat(d.getHeight()).isEqualTo(1_000);
                    assertThat(d.getDetections()).as("a box over each tile is one over the frame").singleElement()
                            .satisfies(box -> assertThat(box.getX2() - box.getX1()).isEqualTo(1_500f));
                });
                assertThat(app.stats().deadLettered()).isEqualTo(5);
                assertThat(app.stats().inFlight()).isZero();
                assertThat(app.shutDown()).as("nothing left behind").isTrue();
            }
        }
    }
}
