package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.ControlCommand;
import dev.framelot.schemas.Detection;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.ModelIdentity;
import dev.framelot.schemas.SourceCoordinates;
import dev.framelot.schemas.StageMicros;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Single objects of version 1, byte for byte as another implementation (fastavro 1.12.2) wrote them with the kept v1 schemas. Topics
 * hold such bytes: these files are never written again, and what they begin with also pins what v1 is.
 */
class GoldenRecordsTest {
    private static final long T = 1_767_225_601_000_000L;
    private static final SourceCoordinates SOURCE = new SourceCoordinates("frames", 3, 99L);

    private final FrameCodecs codecs = FrameCodecs.bundled();

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenRecordsTest.class.getResourceAsStream("/golden/" + name + "-v1.hex")) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim());
        }
    }

    @Test
    void cameraFrame() throws IOException {
        assertThat(codecs.cameraFrame("frames").decode(golden("CameraFrame"))).isEqualTo(CameraFrame.newBuilder()
                .setFrameId("c1-42").setCameraId("c1").setSequence(42).setCapturedAtMicros(T).setEncoding(FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3})).setAttributes(Map.of("lne", "7")).build());
    }

    @Test
    void frameDetections() throws IOException {
        assertThat(codecs.frameDetections("detections").decode(golden("FrameDetections"))).isEqualTo(FrameDetections.newBuilder()
                .setFrameId("c1-42").setCameraId("c1").setSequence(42).setCapturedAtMicros(T).setAppendedAtMicros(T + 1_000).setProducedAtMicros(T + 50_000)
                .setSource(SOURCE).setWidth(640).setHeight(480).setModel(new ModelIdentity("boards", "1", "ab".repeat(32))).setProvider("cpu")
                .setDetections(List.of(new Detection(1.5f, 2.5f, 30.25f, 40.75f, 2, "short", 0.875f))).setTruncated(true).setCorruptImage(true)
                .setBatch(new BatchInfo("b-7", 8, 5, "full", 1, 0L)).setStages(new StageMicros(1L, 2L, 3L, 4L, 5L, 6L, 7L)).setAttributes(Map.of("lne", "7"))
                .build());
    }

    @Test
    void frameShed() throws IOException {
        assertThat(codecs.frameShed("frames.shed").decode(golden("FrameShed"))).isEqualTo(FrameShed.newBuilder()
                .setFrameId("c1-42").setCameraId("c1").setSequence(42).setCapturedAtMicros(T).setAppendedAtMicros(T + 1_000).setSource(SOURCE)
                .setReason("late").setDetail("too old").setAgeMicros(900_000).setPredictedFinishMicros(T + 950_000).setShedAtMicros(T + 900_000).build());
    }

    @Test
    void frameDeadLetter() throws IOException {
        assertThat(codecs.frameDeadLetter("frames.dead-letter").decode(golden("FrameDeadLetter"))).isEqualTo(FrameDeadLetter.newBuilder()
                .setFrameId("c1-42").setCameraId("c1").setSequence(42L).setSource(SOURCE).setReason("corrupt").setDetail("cut off").setValueSizeBytes(3_000)
                .setValue(ByteBuffer.wrap(new byte[] {1, 2, 3})).setValueTruncated(true).setValueSha256("cd".repeat(32)).setDeadLetteredAtMicros(T + 5_000)
                .build());
    }

    @Test
    void controlCommand() throws IOException {
        assertThat(codecs.controlCommand("control").decode(golden("ControlCommand"))).isEqualTo(ControlCommand.newBuilder()
                .setId("k1").setIssuedAtMicros(T).setIssuedBy("op").setKind("limits").setArguments(Map.of("max", "8")).setExpectedVersion(6L).build());
    }
}
