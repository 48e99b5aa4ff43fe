package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.schemas.CameraFrame;
import org.junit.jupiter.api.Test;

class CodecSerdeTest {
    private final AvroCodec<CameraFrame> codec = FrameCodecs.bundled().cameraFrame("frames");
    private final CameraFrame frame = CameraFrame.newBuilder().setFrameId("f").setCameraId("c").build();

    @Test
    void whatAProducerWritesAConsumerReads() {
        try (CodecSerializer<CameraFrame> serializer = new CodecSerializer<>(codec);
                CodecDeserializer<CameraFrame> deserializer = new CodecDeserializer<>(codec)) {
            byte[] value = serializer.serialize("frames", frame);
            assertThat(value).isEqualTo(codec.encode(frame));
            assertThat(deserializer.deserialize("frames", value)).isEqualTo(frame);
        }
    }

    @Test
    void aTombstoneStaysOne() {
        try (CodecSerializer<CameraFrame> serializer = new CodecSerializer<>(codec);
                CodecDeserializer<CameraFrame> deserializer = new CodecDeserializer<>(codec)) {
            assertThat(serializer.serialize("frames", null)).isNull();
            assertThat(deserializer.deserialize("frames", (byte[]) null)).isNull();
        }
    }

    @Test
    void whatIsNoRecordIsAMismatch() {
        try (CodecDeserializer<CameraFrame> deserializer = new CodecDeserializer<>(codec)) {
            assertThatThrownBy(() -> deserializer.deserialize("frames", new byte[] {1})).isInstanceOf(SchemaMismatchException.class);
        }
    }
}
