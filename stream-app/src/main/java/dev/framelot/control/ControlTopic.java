package dev.framelot.control;

import dev.framelot.schemas.ControlCommand;
import dev.framelot.schemas.serde.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The compacted topic of changes. Key {@code state}: the mode in force; key {@code models}: the models chosen. Keys {@code change/0} to {@code
 * change/}{@value #CHANGES_KEPT}{@code -1} and the same for {@code models-change/}: the last changes of each, one after the other around the ring, so
 * that compaction keeps a history of bounded size.
 */
public final class ControlTopic {
    static final String STATE_KEY = "state";
    static final String MODELS_KEY = "models";
    private static final String CHANGE = "change/";
    private static final String MODELS_CHANGE = "models-change/";
    static final int CHANGES_KEPT = 1_000;
    /** A consumer's close waits for its last fetch, which finds nothing once the end is read. */
    private static final int ONE_READ_WAIT_MILLIS = 10;
    /** Longest pause of a writer that was overtaken. */
    private static final int PAUSE_MILLIS = 200;
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final String topic;
    private final Map<String, Object> clients;
    private final AvroCodec<ControlCommand> codec;
    private final ControlWriter writer;

    /** @param clients settings of Kafka clients, bootstrap.servers among them */
    public ControlTopic(String topic, Map<String, Object> clients, AvroCodec<ControlCommand> codec) {
        this.topic = topic;
        this.clients = Map.copyOf(clients);
        this.codec = codec;
        this.writer = new ControlWriter(topic, this.clients, attempt -> Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS)));
    }

    public String name() {
        return topic;
    }

    /** A change that was made. */
    public record Change(ControlState from, ControlState to) {}

    /** All that the topic says now. @param changes of the mode, oldest first @param modelChanges oldest first */
    public record Content(Optional<ControlState> state, List<Change> changes, Optional<ModelChoice> models, List<ModelChoice> modelChanges) {}

    /** A consumer at the topic's beginning, in no group; empty where the topic does not exist. The caller closes it. */
    Optional<KafkaConsumer<byte[], byte[]>> reader() {
        return reader(Map.of());
    }

    private Optional<KafkaConsumer<byte[], byte[]>> reader(Map<String, Object> special) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.putAll(special);
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
        Optional<KafkaConsumer<byte[], byte[]>> reader = reader(Map.of("fetch.max.wait.ms", ONE_READ_WAIT_MILLIS));
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
        ModelChoice models = null;
        Map<Long, Change> changes = new HashMap<>();
        Map<Long, ModelChoice> modelChanges = new HashMap<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                Optional<ControlState> read = state(record);
                if (read.isPresent()) {
                    state = read.get();
                }
                models = models(record).orElse(models);
                change(record).ifPresent(change -> changes.put(change.to().version(), change));
                choice(record, key -> key.startsWith(MODELS_CHANGE)).ifPresent(choice -> modelChanges.put(choice.version(), choice));
            }
        }
        List<Change> inOrder = new ArrayList<>(changes.values());
        inOrder.sort((a, b) -> Long.compare(a.to().version(), b.to().version()));
        List<ModelChoice> choices = new ArrayList<>(modelChanges.values());
        choices.sort((a, b) -> Long.compare(a.version(), b.version()));
        return new Content(Optional.ofNullable(state), inOrder, Optional.ofNullable(models), choices);
    }

    /** The state that this record tells; empty for other records and for those that are not understood. */
    Optional<ControlState> state(ConsumerRecord<byte[], byte[]> record) {
        return hasKey(record, STATE_KEY::equals) ? understood(record).map(ControlState::read) : Optional.empty();
    }

    /** The models that this record tells; empty for other records and for those that are not understood. */
    Optional<ModelChoice> models(ConsumerRecord<byte[], byte[]> record) {
        return choice(record, MODELS_KEY::equals);
    }

    private Optional<ModelChoice> choice(ConsumerRecord<byte[], byte[]> record, Predicate<String> wanted) {
        if (!hasKey(record, wanted)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ModelChoice.read(codec.decode(record.value())));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    private Optional<Change> change(ConsumerRecord<byte[], byte[]> record) {
        return hasKey(record, key -> key.startsWith(CHANGE))
                ? understood(record).map(command -> new Change(ControlState.replaced(command), ControlState.read(command)))
                : Optional.empty();
    }

    private static boolean hasKey(ConsumerRecord<byte[], byte[]> record, Predicate<String> wanted) {
        return record.key() != null && record.value() != null && wanted.test(new String(record.key(), StandardCharsets.UTF_8));
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
     * Makes {@code to} what is in force, if {@code from} still is. Of two who change the same version one is refused.
     *
     * @throws StaleVersionException someone else changed it meanwhile
     * @throws IllegalStateException the broker did not take it
     */
    public void change(ControlState from, ControlState to) throws InterruptedException {
        byte[] value = codec.encode(to.command(UUID.randomUUID().toString(), from));
        writer.write(() -> content().state().map(ControlState::version).orElse(0L), from.version(), List.of(
                new ProducerRecord<>(topic, 0, bytes(CHANGE + to.version() % CHANGES_KEPT), value), new ProducerRecord<>(topic, 0, bytes(STATE_KEY), value)));
    }

    /** As {@link #change}, for the models: {@code to} follows the version before it. */
    public void choose(ModelChoice to) throws InterruptedException {
        byte[] value = codec.encode(to.command(UUID.randomUUID().toString()));
        writer.write(() -> content().models().map(ModelChoice::version).orElse(0L), to.version() - 1, List.of(
                new ProducerRecord<>(topic, 0, bytes(MODELS_CHANGE + to.version() % CHANGES_KEPT), value), new ProducerRecord<>(topic, 0, bytes(MODELS_KEY), value)));
    }

    private Content content() {
        return read().orElseThrow(() -> new IllegalStateException("Topic '" + topic + "' (topics.control) does not exist; create it with: framelot topics create"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
