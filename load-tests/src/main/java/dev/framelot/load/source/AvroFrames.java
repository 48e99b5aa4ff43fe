package dev.framelot.load.source;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.serde.AvroCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code frame.format: avro}: a {@code CameraFrame}, keyed by the camera. */
public final class AvroFrames implements FrameEncoding {
    private final AvroCodec<CameraFrame> codec;

    private final Function<EncodedFrame, String> trafficClass;

    /** Frames that name no traffic class. */
    public AvroFrames(AvroCodec<CameraFrame> codec) {
        this(codec, frame -> null);
    }

    /** @param trafficClass live or backfill; null: the frame names none */
    public AvroFrames(AvroCodec<CameraFrame> codec, Function<EncodedFrame, String> trafficClass) {
        this.codec = codec;
        this.trafficClass = trafficClass;
    }

    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, EncodedFrame frame) {
        byte[] image = frame.image();
        boolean png = image.length > 0 && image[0] == (byte) 0x89;
        byte[] value = codec.encode(CameraFrame.newBuilder()
                .setFrameId(frame.frameId())
                .setCameraId(frame.camera())
                .setSequence(frame.sequence())
                .setCapturedAtMicros(frame.capturedAtMicros())
                .setEncoding(png ? dev.framelot.schemas.FrameEncoding.PNG : dev.framelot.schemas.FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(image))
                .setAttributes(frame.attributes())
                .setTrafficClass(trafficClass.apply(frame))
                .build());
        return new ProducerRecord<>(topic, null, frame.capturedAtMicros() / 1_000, frame.camera().getBytes(StandardCharsets.UTF_8), value);
    }
}
