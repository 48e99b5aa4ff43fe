package dev.framelot.control;

import dev.framelot.schemas.ControlCommand;
import dev.framelot.schemas.serde.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The compacted topic of changes. Key {@code state}: what is in force. Keys {@code change/0} to {@code change/}{@value
 * #CHANGES_KEPT}{@code -1}: the last changes, one after the other around the ring, so that compaction keeps a history of bounded size.
 */
public final class ControlTopic {
    static final String STATE_KEY = "state";
    static final int CHANGES_KEPT = 1_000;
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final String topic;
    private final Map<String, Object> clients;
    private final AvroCodec<ControlCommand> codec;

    /** @param clients settings of Kafka clients, bootstrap.servers among them */
    public ControlTopic(String topic, Map<String, Object> clients, AvroCodec<ControlCommand> codec) {
        this.topic = topic;
        this.clients = Map.copyOf(clients);
        this.codec = codec;
    }

    public String name() {
        return topic;
    }

    /** A change that was made. */
    public record Change(ControlState from, ControlState to) {}

    /** All that the topic says now. @param changes oldest first */
    public record Content(Optional<ControlState> state, List<Change> changes) {}

    /** A consumer at the topic's beginning, in no group; empty where the topic does not exist. The caller closes it. */
    Optional<KafkaConsumer<byte[], byte[]>> reader() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put("allow.auto.create.topics", false);
        settings.put("isolation.level", "read_committed");
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, ANSWER).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
            if (partitions.isEmpty()) {
                consumer.close();
                return Optional.empty();
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return Optional.of(consumer);
        } catch (RuntimeException unanswered) {
            consumer.close();
            throw unanswered;
        }
    }

    /** Reads to the present end; empty where the topic does not exist. */
    public Optional<Content> read() {
        Optional<KafkaConsumer<byte[], byte[]>> reader = reader();
        if (reader.isEmpty()) {
            return Optional.empty();
        }
        try (KafkaConsumer<byte[], byte[]> consumer = reader.get()) {
            return Optional.of(toEnd(consumer));
        }
    }

    Content toEnd(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
        ControlState state = null;
        Map<Long, Change> changes = new HashMap<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                Optional<ControlState> read = state(record);
                if (read.isPresent()) {
                    state = read.get();
                }
                change(record).ifPresent(change -> changes.put(change.to().version(), change));
            }
        }
        List<Change> inOrder = new ArrayList<>(changes.values());
        inOrder.sort((a, b) -> Long.compare(a.to().version(), b.to().version()));
        return new Content(Optional.ofNullable(state), inOrder);
    }

    /** The state that this record tells; empty for other records and for those that are not understood. */
    Optional<ControlState> state(ConsumerRecord<byte[], byte[]> record) {
        return hasKey(record, STATE_KEY::equals) ? understood(record).map(ControlState::read) : Optional.empty();
    }

    private Optional<Change> change(ConsumerRecord<byte[], byte[]> record) {
        return hasKey(record, key -> key.startsWith("change/"))
                ? understood(record).map(command -> new Change(ControlState.replaced(command), ControlState.read(command)))
                : Optional.empty();
    }

    private static boolean hasKey(ConsumerRecord<byte[], byte[]> record, java.util.function.Predicate<String> wanted) {
        return record.key() != null && record.value() != null && wanted.test(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private Optional<ControlCommand> understood(ConsumerRecord<byte[], byte[]> record) {
        try {
            ControlCommand command = codec.decode(record.value());
            ControlState.read(command);
            return Optional.of(command);
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /**
     * Makes {@code to} what is in force, if {@code from} still is.
     *
     * @throws IllegalStateException someone else changed it meanwhile, or the broker did not take it
     */
    public void change(ControlState from, ControlState to) throws InterruptedException {
        long inForce = read().flatMap(Content::state).map(ControlState::version).orElse(0L);
        if (inForce != from.version()) {
            throw StaleVersionException.of(inForce, from.version());
        }
        byte[] value = codec.encode(to.command(UUID.randomUUID().toString(), from));
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put("acks", "all");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, bytes("change/" + to.version() % CHANGES_KEPT), value)).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(topic, 0, bytes(STATE_KEY), value)).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | SerializationException refused) {
            throw new IllegalStateException("Topic '" + topic + "' (topics.control) did not take the change: " + refused.getMessage(), refused);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
