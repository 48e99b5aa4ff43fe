package dev.framelot.ingress;

import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.TraceParent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes frames to the frames topic, in the form that the application reads there. Its producer is made for the first frame. */
public final class FramePoster implements AutoCloseable {
    private static final int RECORD_OVERHEAD_BYTES = 4_096;
    private static final long BUFFER_BYTES = 64L << 20;
    private static final int BLOCK_MILLIS = 2_000;
    private static final int DELIVERY_MILLIS = 10_000;

    private final FramelotConfig config;
    private final AvroCodec<CameraFrame> codec;
    private KafkaProducer<byte[], byte[]> producer;
    private boolean closed;

    public FramePoster(FramelotConfig config, AvroCodec<CameraFrame> codec) {
        this.config = config;
        this.codec = codec;
    }

    /**
     * Blocks for {@value #BLOCK_MILLIS} ms at most, while Kafka is unknown or the buffer full; the answer comes with Kafka's.
     *
     * @return where the frame stands; fails with Kafka's reason
     */
    public CompletableFuture<SourceCoordinates> post(PostedFrame frame) {
        CompletableFuture<SourceCoordinates> acknowledged = new CompletableFuture<>();
        try {
            producer().send(record(frame), (where, failure) -> {
                if (failure != null) {
                    acknowledged.completeExceptionally(failure);
                } else {
                    acknowledged.complete(new SourceCoordinates(where.topic(), where.partition(), where.offset()));
                }
            });
        } catch (RuntimeException refused) {
            acknowledged.completeExceptionally(refused);
        }
        return acknowledged;
    }

    private ProducerRecord<byte[], byte[]> record(PostedFrame frame) {
        boolean bare = config.frame().format() == FrameSettings.Format.IMAGE;
        byte[] key = frame.camera().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(config.topics().frames(), key, bare ? frame.image() : envelope(frame));
        if (bare) {
            attributes(frame).forEach((name, value) -> record.headers().add(name, text(value)));
            frame.sequence().ifPresent(sequence -> record.headers().add("sequence", text(String.valueOf(sequence))));
            frame.capturedAtMicros().ifPresent(at -> record.headers().add("captured-at-micros", text(String.valueOf(at))));
        }
        frame.traceparent().ifPresent(trace -> record.headers().add(TraceParent.TRACEPARENT, text(trace)));
        return record;
    }

    /** Without a frame id: the record's coordinates become it, which the answer names. */
    private byte[] envelope(PostedFrame frame) {
        return codec.encode(CameraFrame.newBuilder()
                .setFrameId("")
                .setCameraId(frame.camera())
                .setSequence(frame.sequence().orElse(-1))
                .setCapturedAtMicros(frame.capturedAtMicros().orElse(0))
                .setEncoding(frame.kind() == ImageKind.PNG ? FrameEncoding.PNG : FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(frame.image()))
                .setAttributes(attributes(frame))
                .build());
    }

    private Map<String, String> attributes(PostedFrame frame) {
        return frame.model().flatMap(model -> config.routing().attribute().map(name -> Map.of(name, model))).orElse(Map.of());
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("The application ends and takes no more frames");
        }
        if (producer == null) {
            Map<String, Object> settings = new HashMap<>(config.kafka().properties());
            settings.put("bootstrap.servers", config.kafka().bootstrapServers());
            settings.put("acks", "all");
            settings.put("max.block.ms", BLOCK_MILLIS);
            settings.put("request.timeout.ms", DELIVERY_MILLIS / 2);
            settings.put("delivery.timeout.ms", DELIVERY_MILLIS);
            settings.put("linger.ms", 0);
            settings.put("buffer.memory", BUFFER_BYTES);
            settings.put("max.request.size", config.frame().maxBytes() + RECORD_OVERHEAD_BYTES);
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
