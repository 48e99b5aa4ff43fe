package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.crash.AppProcess;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.ImageReference;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames of 16,384 x 16,384 pixels (805 MB decoded) through a process of the application whose heap is 96 MiB and touched from the start, so that what it
 * grows by is native memory: decoders, buffers, the allocator.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a process's peak is read from /proc")
class LargeFrameMemoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final long MIB = 1 << 20;
    /** Beside the small frames before: an eighth of the frame. */
    private static final long BOUND_BYTES = 96 * MIB;
    /** The default of {@code slicing.whole-bytes}, and the pixels of a grey frame. */
    private static final long WHOLE_BYTES = 256 * MIB;

    @TempDir
    Path folder;

    private static byte[] referring(long sequence, Path file) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return FrameCodecs.bundled().cameraFrame("frames").encode(CameraFrame.newBuilder()
                .setFrameId("camera-" + sequence).setCameraId("camera").setSequence(sequence).setCapturedAtMicros(0)
                .setEncoding(file.toString().endsWith("png") ? FrameEncoding.PNG : FrameEncoding.JPEG)
                .setReference(new ImageReference(file.toUri().toString(), Files.size(file), HexFormat.of().formatHex(sha256.digest()))).build());
    }

    private AppProcess start(String bootstrapServers) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", bootstrapServers, "kafka.application-id", "framelot-test", "batching.max-frames", "4",
                "inference.engine", "declared-cost", "inference.declared-cost.fixed", "0ms", "inference.declared-cost.per-frame", "0ms",
                "inference.declared-cost.input-side", "640", "frame.png", "true", "claim-check.roots", folder.toString()));
        settings.put("slicing.above-pixels", "2000000");
        settings.put("decode.workers", "2");
        List<String> options = List.of(
                "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:MaxDirectMemorySize=96m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        return AppProcess.start(options, settings, folder.resolve("app.log"));
    }

    @Test
    void aFrameFarLargerThanTheMemoryPassesTileByTile() throws Exception {
        Path jpeg = folder.resolve("huge.jpg");
        Path colour = folder.resolve("colour.png");
        Path grey = folder.resolve("grey.png");
        HugeImages.jpeg(jpeg);
        HugeImages.png(colour, 3);
        HugeImages.png(grey, 1);
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            AppProcess app = start(kafka.bootstrapServers());
            try (Frames frames = new Frames(kafka.bootstrapServers()); Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                assertThat(app.awaitTaking(120)).as(Files.readString(app.log())).isTrue();
                // Small ones first: classes, libraries and buffers are there before memory counts.
                for (int i = 0; i < 64; i++) {
                    frames.send("camera", i, Frames.JPEG);
                }
                await(outcomes, frames, app, 64);
                ResidentMemory memory = new ResidentMemory(app.pid());
                memory.forgetPeak();
                long before = memory.nowBytes();

                frames.sendValue("camera", referring(64, jpeg));
                await(outcomes, frames, app, 65);
                assertWhole(outcomes, 65);
                long forJpeg = memory.peakBytes() - before;

                frames.sendValue("camera", referring(65, colour));
                await(outcomes, frames, app, 66);
                assertThat(outcomes.deadLetters).singleElement().satisfies(dead -> {
                    assertThat(dead.getReason()).isEqualTo("unsupported_format");
                    assertThat(dead.getDetail()).contains("slicing.whole-bytes");
                });
                long forRefused = memory.peakBytes() - before;

                frames.sendValue("camera", referring(66, grey));
                await(outcomes, frames, app, 67);
                assertWhole(outcomes, 66);
                long forWhole = memory.peakBytes() - before;

                System.out.printf("LargeFrameMemoryIT: %d MiB resident before; at most %d MiB more for the JPEG of %d MiB, %d with the PNG that is refused, %d with the grey PNG of %d MiB%n",
                        before / MIB, forJpeg / MIB, Files.size(jpeg) / MIB, forRefused / MIB, forWhole / MIB, Files.size(grey) / MIB);
                assertThat(forJpeg).as("bytes beside %d for the sequential JPEG", before).isLessThan(BOUND_BYTES);
                assertThat(forRefused).as("bytes beside %d with a PNG of more than slicing.whole-bytes", before).isLessThan(BOUND_BYTES);
                assertThat(forWhole).as("bytes beside %d with a PNG that is decoded whole", before).isBetween(WHOLE_BYTES * 9 / 10, WHOLE_BYTES + BOUND_BYTES);
                assertThat(app.term(60)).isZero();
            } finally {
                app.kill();
            }
        }
    }

    private static void await(Outcomes outcomes, Frames frames, AppProcess app, int all) throws IOException {
        frames.flush();
        outcomes.await(all, PATIENCE);
        assertThat(outcomes.detections.size() + outcomes.deadLetters.size()).as(Files.readString(app.log())).isEqualTo(all);
        assertThat(outcomes.shed).isEmpty();
    }

    /** The declared device sees one box over each tile: over all of them only if none is missing. */
    private static void assertWhole(Outcomes outcomes, int detected) {
        assertThat(outcomes.detections).hasSize(detected);
        assertThat(outcomes.detections.get(detected - 1).getDetections()).singleElement().satisfies(box -> {
            assertThat(box.getX2() - box.getX1()).isEqualTo(HugeImages.SIDE);
            assertThat(box.getY2() - box.getY1()).isEqualTo(HugeImages.SIDE);
        });
    }
}
