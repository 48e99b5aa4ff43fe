package dev.framelot.load.containers;

import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameEncoding;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code frame.format: avro} with the bundled schemas. */
final class CameraFrameRecords implements FrameEncoding {
    private final AvroCodec<CameraFrame> codec = FrameCodecs.bundled().cameraFrame(FramelotTopics.FRAMES);

    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, EncodedFrame frame) {
        byte[] value = codec.encode(CameraFrame.newBuilder()
                .setFrameId(frame.frameId())
                .setCameraId(frame.camera())
                .setSequence(frame.sequence())
                .setCapturedAtMicros(frame.capturedAtMicros())
                .setEncoding(dev.framelot.schemas.FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(frame.image()))
                .setAttributes(new HashMap<>(frame.attributes()))
                .build());
        return new ProducerRecord<>(topic, frame.camera().getBytes(StandardCharsets.UTF_8), value);
    }
}
