package dev.framelot.load.app;

import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** What shadows wrote to {@code detections.shadow}. */
final class ShadowRecords {
    private ShadowRecords() {}

    /** From the beginning, at least {@code count}. */
    static List<FrameDetections> await(String bootstrapServers, int count, Duration patience) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor("detections.shadow").stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<FrameDetections> seen = new ArrayList<>();
            Awaitility.await("records of the shadow").atMost(patience).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(FrameCodecs.bundled().frameDetections("detections.shadow").decode(record.value())));
                return seen.size() >= count;
            });
            return seen;
        }
    }
}
