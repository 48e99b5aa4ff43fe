package dev.framelot.load.app;

import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the outcome topics from their beginning, committed records only, until enough were seen. */
final class Outcomes implements AutoCloseable {
    final List<FrameDetections> detections = new ArrayList<>();
    final List<FrameDeadLetter> deadLetters = new ArrayList<>();
    final List<FrameShed> shed = new ArrayList<>();
    private final FrameCodecs codecs = FrameCodecs.bundled();
    private final KafkaConsumer<byte[], byte[]> consumer;

    Outcomes(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = Stream.of("detections", "frames.shed", "frames.dead-letter")
                .flatMap(topic -> partitionsOf(consumer, topic).stream().map(p -> new TopicPartition(topic, p.partition())))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** A topic made just now may not have reached the broker's metadata yet. */
    private static List<org.apache.kafka.common.PartitionInfo> partitionsOf(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return org.awaitility.Awaitility.await(topic).until(() -> consumer.partitionsFor(topic), partitions -> !partitions.isEmpty());
    }

    /** Until {@code wanted} outcomes were seen in all, or {@code patience} is over. */
    Outcomes await(int wanted, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (detections.size() + deadLetters.size() + shed.size() < wanted && System.nanoTime() - end < 0) {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                if (record.topic().equals("detections")) {
                    detections.add(codecs.frameDetections("detections").decode(record.value()));
                } else if (record.topic().equals("frames.shed")) {
                    shed.add(codecs.frameShed("frames.shed").decode(record.value()));
                } else {
                    deadLetters.add(codecs.frameDeadLetter("frames.dead-letter").decode(record.value()));
                }
            });
        }
        return this;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
