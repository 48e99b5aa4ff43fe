package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.SourceCoordinates;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroCodecTest {
    private final AvroCodec<CameraFrame> codec = FrameCodecs.bundled().cameraFrame("frames");

    private static CameraFrame frame() {
        return CameraFrame.newBuilder()
                .setFrameId("c1-42").setCameraId("c1").setSequence(42).setCapturedAtMicros(1_767_225_601_000_000L)
                .setEncoding(FrameEncoding.JPEG).setImage(ByteBuffer.wrap(new byte[] {1, 2, 3})).setAttributes(Map.of("lne", "7"))
                .build();
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(codec.decode(codec.encode(frame()))).isEqualTo(frame());
    }

    @Test
    void aRecordBeginsWithTheMarkerAndTheFingerprint() {
        byte[] value = codec.encode(frame());
        assertThat(HexFormat.of().formatHex(value, 0, 2)).isEqualTo("c301");
        long fingerprint = ByteBuffer.wrap(value).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong(2);
        assertThat(fingerprint).isEqualTo(org.apache.avro.SchemaNormalization.parsingFingerprint64(CameraFrame.getClassSchema()));
    }

    @Test
    void avrosOwnSingleObjectReaderAgrees() throws Exception {
        assertThat(CameraFrame.fromByteBuffer(ByteBuffer.wrap(codec.encode(frame())))).isEqualTo(frame());
    }

    @Test
    void anotherTypeIsNamedByItsFingerprint() {
        AvroCodec<FrameShed> other = FrameCodecs.bundled().frameShed("frames.shed");
        byte[] value = other.encode(FrameShed.newBuilder()
                .setFrameId("f").setCameraId("c").setSequence(0).setCapturedAtMicros(0).setAppendedAtMicros(0)
                .setSource(new SourceCoordinates("frames", 0, 0L)).setReason("late").setDetail("").setAgeMicros(0).setShedAtMicros(0).build());
        assertThatThrownBy(() -> codec.decode(value)).isInstanceOf(SchemaMismatchException.class).hasMessageContaining("fingerprint")
                .hasMessageContaining("CameraFrame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "c301", "ffd8ffe000104a464946", "0000000005ff", "7b2266726d"})
    void whatIsNoRecordSaysHowItBegins(String hex) {
        assertThatThrownBy(() -> codec.decode(HexFormat.of().parseHex(hex))).isInstanceOf(SchemaMismatchException.class)
                .hasMessageMatching("(?s).*(begins with|none is configured).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "c301", "c301aabbccdd", "00", "000001"})
    void aCutHeaderIsCalledCutAndNotUnknown(String hex) {
        assertThatThrownBy(() -> codec.decode(HexFormat.of().parseHex(hex))).isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("the value was cut").hasMessageContaining(hex.substring(0, 2));
    }

    @Test
    void anUnknownFingerprintSaysWhichAndWhatToDo() {
        byte[] value = codec.encode(frame());
        Arrays.fill(value, 2, 10, (byte) 0x5a);
        assertThatThrownBy(() -> codec.decode(value)).isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("5a5a5a5a5a5a5a5a").hasMessageContaining("update the reader");
    }

    @Test
    void aClaimedLengthOfGigabytesIsAMismatchAndTakesNoMemory() throws Exception {
        ByteArrayOutputStream claim = new ByteArrayOutputStream();
        claim.write(codec.encode(frame()), 0, 10);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(claim, null);
        encoder.writeLong(Integer.MAX_VALUE - 1_000L);
        encoder.flush();
        assertThatThrownBy(() -> codec.decode(claim.toByteArray())).isInstanceOf(SchemaMismatchException.class);
    }

    @Test
    void aRecordThatFailsHalfwayLeavesNothingInTheNext() {
        CameraFrame broken = new CameraFrame("half", null, 1L, 0L, FrameEncoding.JPEG, null, null, null, null, null, null, Map.of());
        assertThatThrownBy(() -> codec.encode(broken)).isInstanceOf(RuntimeException.class);
        assertThat(codec.decode(codec.encode(frame()))).isEqualTo(frame());
    }

    @Test
    void aLargeFrameAndASmallOneAfterItAreBothWhole() {
        CameraFrame large = CameraFrame.newBuilder(frame()).setImage(ByteBuffer.wrap(new byte[300_000])).build();
        assertThat(codec.decode(codec.encode(large))).isEqualTo(large);
        assertThat(codec.decode(codec.encode(frame()))).isEqualTo(frame());
    }

    @Test
    void manyThreadsShareOneCodec() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<CameraFrame>> work = IntStream.range(0, 2_000).<Callable<CameraFrame>>mapToObj(i -> () -> codec.decode(
                    codec.encode(CameraFrame.newBuilder(frame()).setFrameId("f" + i).setSequence(i).build()))).toList();
            List<Future<CameraFrame>> read = threads.invokeAll(work);
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).get().getFrameId()).isEqualTo("f" + i);
                assertThat(read.get(i).get().getSequence()).isEqualTo(i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRecordCutAnywhereIsAMismatchAndNothingElse() {
        byte[] value = codec.encode(frame());
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> codec.decode(cut)).as("cut at " + length).isInstanceOf(SchemaMismatchException.class);
        }
    }

    @Test
    void mutatedRecordsNeverThrowAnythingElse() {
        long seed = 20261123;
        Random random = new Random(seed);
        byte[] value = codec.encode(frame());
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = value.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(codec.decode(mutated)).isNotNull();
            } catch (SchemaMismatchException expected) {
                assertThat(expected.getMessage()).as("seed " + seed + ", round " + i).isNotBlank();
            }
        }
    }
}
