package dev.framelot.load.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void startsProducesConsumesAndLeavesNothingBehind(@TempDir Path base) throws Exception {
        Path folder = Files.createDirectory(base.resolve("data"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(1, DataFolder.temporary(folder), Map.of(), FreePorts::pick)) {
            createTopic(kafka, "frames", 2, 1);
            produce(kafka, 50, 1_000);
            assertThat(consume(kafka, 50)).hasSize(50);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void carriesAFrameOfFifteenMebibytes() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            createTopic(kafka, "frames", 1, 1);
            produce(kafka, 1, 15 << 20);
            assertThat(consume(kafka, 1)).containsExactly(15 << 20);
        }
    }

    @Test
    void threeNodesSurviveTheStopOfOneAndTakeItBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(3)) {
            createTopic(kafka, "frames", 3, 3);
            produce(kafka, 20, 100);
            kafka.stop(1);
            produce(kafka, 20, 100);
            kafka.restart(1);
            assertThat(consume(kafka, 40)).hasSize(40);
            try (Admin admin = admin(kafka)) {
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() ->
                        admin.describeTopics(List.of("frames")).allTopicNames().get().get("frames").partitions().stream()
                                .allMatch(partition -> partition.isr().size() == 3));
            }
        }
    }

    @Test
    void takesOtherPortsWhenSomeoneElseWasFaster(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicInteger asked = new AtomicInteger();
            EmbeddedKafka.PortSource unlucky = count -> {
                int[] ports = FreePorts.pick(count);
                if (asked.incrementAndGet() == 1) {
                    ports[0] = taken.getLocalPort();
                }
                return ports;
            };
            try (EmbeddedKafka kafka = EmbeddedKafka.start(1, DataFolder.kept(folder), Map.of(), unlucky)) {
                assertThat(asked).hasValue(2);
                assertThat(kafka.bootstrapServers()).doesNotContain(":" + taken.getLocalPort());
            }
        }
    }

    @Test
    void refusesTwoNodesBecauseTheyTolerateNoLoss() {
        assertThatThrownBy(() -> EmbeddedKafka.start(2)).hasMessageContaining("1 or 3 nodes, not 2");
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static void createTopic(EmbeddedKafka kafka, String name, int partitions, int replicas) throws Exception {
        try (Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) replicas))).all().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, int records, int bytes) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "max.request.size", 16 << 20);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("frames", new byte[bytes])).get();
            }
        }
    }

    private static List<Integer> consume(EmbeddedKafka kafka, int records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        List<Integer> sizes = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor("frames").stream().map(p -> new TopicPartition("frames", p.partition())).toList());
            long deadlineNanos = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (sizes.size() < records && deadlineNanos - System.nanoTime() > 0) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> sizes.add(record.value().length));
            }
        }
        return sizes;
    }
}
