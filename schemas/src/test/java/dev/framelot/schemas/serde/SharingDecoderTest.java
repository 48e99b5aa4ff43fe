package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class SharingDecoderTest {
    private final AvroCodec<CameraFrame> codec = FrameCodecs.bundled().cameraFrame("frames");

    private static CameraFrame frame(byte[] image) {
        return CameraFrame.newBuilder()
                .setFrameId("f").setCameraId("c").setSequence(7).setCapturedAtMicros(1).setEncoding(FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(image)).setAttributes(Map.of("board", "3")).build();
    }

    @Test
    void anImageIsAWindowOfTheRecordAndTheFieldsAfterItAreRead() {
        byte[] image = {9, 8, 7, 6};
        byte[] value = codec.encode(frame(image));
        CameraFrame read = codec.decode(value);
        assertThat(read).isEqualTo(frame(image));
        assertThat(read.getImage().array()).isSameAs(value);
        assertThat(read.getImage().remaining()).isEqualTo(4);
        assertThat(read.getAttributes()).containsEntry("board", "3");
    }

    @Test
    void aRecordCutAnywhereIsRefused() {
        byte[] value = codec.encode(frame(new byte[100]));
        for (int length = 10; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> codec.decode(cut)).as("cut to %d bytes", length).isInstanceOf(SchemaMismatchException.class);
        }
    }

    @Test
    void moreBytesThanAreLeftAreNotBelieved() throws IOException {
        for (long length : new long[] {4, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            encoder.writeLong(length);
            out.write(new byte[] {1, 2, 3});
            assertThatThrownBy(() -> new SharingDecoder(out.toByteArray(), 0).readBytes(null))
                    .isInstanceOf(IOException.class).hasMessageContaining(length + " bytes, 3 are left");
        }
    }

    @Test
    void noBytesAreAWindowOfNone() throws IOException {
        assertThat(new SharingDecoder(new byte[] {5, 0}, 1).readBytes(null).remaining()).isZero();
    }
}
