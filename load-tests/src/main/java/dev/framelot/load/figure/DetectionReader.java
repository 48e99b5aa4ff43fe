package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.measure.Latency;
import dev.framelot.load.measure.Partitions;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A {@code read_committed} reader of the detections that notes when it has each; on a thread of its own. */
final class DetectionReader implements AutoCloseable {
    private final AvroCodec<FrameDetections> codec;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::read, "figure-reader");
    private final List<Latency> latencies = new ArrayList<>(); // guarded by itself
    private volatile boolean stopped;
    private volatile RuntimeException failure;

    DetectionReader(FramelotConfig config) {
        String topic = config.topics().detections();
        codec = FrameCodecs.bundled().frameDetections(topic);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "isolation.level", "read_committed", "client.id", "figure-reader"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Partitions.of(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    long seenAtMicros = EpochMicros.now();
                    Latency latency = Latency.of(codec.decode(record.value()), seenAtMicros);
                    synchronized (latencies) {
                        latencies.add(latency);
                    }
                }
            }
        } catch (RuntimeException broken) {
            failure = broken;
        } finally {
            consumer.close();
        }
    }

    /** How many records were read so far. */
    int count() {
        if (failure != null) {
            throw new IllegalStateException("The reader of detections failed: " + failure, failure);
        }
        synchronized (latencies) {
            return latencies.size();
        }
    }

    /** All but the first {@code skip}, in the order read. */
    List<Latency> after(int skip) {
        synchronized (latencies) {
            return List.copyOf(latencies.subList(Math.min(skip, latencies.size()), latencies.size()));
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(5_000);
    }
}
