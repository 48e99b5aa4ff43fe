package dev.framelot.load.app;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer of small JPEG frames, and the topics they need. */
final class Frames implements AutoCloseable {
    static final byte[] JPEG = jpeg();
    private final AvroCodec<CameraFrame> codec = FrameCodecs.bundled().cameraFrame("frames");
    private final KafkaProducer<byte[], byte[]> producer;

    Frames(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static void createTopics(String bootstrapServers, int replicas) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic("frames", 4, (short) replicas),
                            new NewTopic("detections", 4, (short) replicas),
                            new NewTopic("frames.shed", 4, (short) replicas),
                            new NewTopic("frames.dead-letter", 4, (short) replicas),
                            new NewTopic("archive", 4, (short) replicas),
                            new NewTopic("framelot.control", 1, (short) replicas).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    private static byte[] jpeg() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    void send(String camera, long sequence, byte[] image) {
        sendTo("frames", camera, sequence, System.currentTimeMillis() * 1_000, image);
    }

    void sendTo(String topic, String camera, long sequence, long capturedAtMicros, byte[] image) {
        sendValue(topic, camera, codec.encode(CameraFrame.newBuilder()
                .setFrameId(camera + "-" + sequence)
                .setCameraId(camera)
                .setSequence(sequence)
                .setCapturedAtMicros(capturedAtMicros)
                .setEncoding(FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(image))
                .build()));
    }

    /** For the model that the attribute {@code model} names. */
    void sendFor(String model, String camera, long sequence) {
        sendValue("frames", camera, codec.encode(CameraFrame.newBuilder()
                .setFrameId(camera + "-" + sequence)
                .setCameraId(camera)
                .setSequence(sequence)
                .setCapturedAtMicros(0)
                .setEncoding(FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(JPEG))
                .setAttributes(Map.of("model", model))
                .build()));
    }

    void sendValue(String camera, byte[] value) {
        sendValue("frames", camera, value);
    }

    private void sendValue(String topic, String camera, byte[] value) {
        producer.send(new ProducerRecord<>(topic, camera.getBytes(StandardCharsets.UTF_8), value));
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
