package dev.framelot.control;

import dev.framelot.config.NamedModel;
import dev.framelot.schemas.ControlCommand;
import dev.framelot.schemas.serde.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
 * The compacted topic of changes. Key {@code state}: the mode in force; keys {@code models} and {@code models/ROUTE}: the models chosen for the route
 * {@code main} and for each other. Keys {@code change/0} to {@code change/}{@value #CHANGES_KEPT}{@code -1}, and the same for {@code models-change/}
 * and {@code models-change/ROUTE/}: the last changes of each, one after the other around the ring, so that compaction keeps a history of bounded size.
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

    /** All that the topic says now. @param changes of the mode, oldest first @param models by route @param modelChanges route by route, oldest first */
    public record Content(Optional<ControlState> state, List<Change> changes, Map<String, ModelChoice> models, List<ModelChoice> modelChanges) {
        /** What was chosen for this route. */
        public ModelChoice models(String route) {
            return models.getOrDefault(route, ModelChoice.none(route));
        }
    }

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
        Map<String, ModelChoice> models = new HashMap<>();
        Map<Long, Change> changes = new HashMap<>();
        Map<String, ModelChoice> modelChanges = new HashMap<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                Optional<ControlState> read = state(record);
                if (read.isPresent()) {
                    state = read.get();
                }
                models(record).ifPresent(choice -> models.put(choice.route(), choice));
                change(record).ifPresent(change -> changes.put(change.to().version(), change));
                choice(record, key -> key.startsWith(MODELS_CHANGE)).ifPresent(choice -> modelChanges.put(choice.route() + '/' + choice.version(), choice));
            }
        }
        List<Change> inOrder = new ArrayList<>(changes.values());
        inOrder.sort((a, b) -> Long.compare(a.to().version(), b.to().version()));
        List<ModelChoice> choices = new ArrayList<>(modelChanges.values());
        // The clocks of two writers may differ, so a route's own order is that of its versions.
        choices.sort(Comparator.comparing(ModelChoice::route).thenComparing(ModelChoice::version));
        return new Content(Optional.ofNullable(state), inOrder, Map.copyOf(models), choices);
    }

    /** The state that this record tells; empty for other records and for those that are not understood. */
    Optional<ControlState> state(ConsumerRecord<byte[], byte[]> record) {
        return hasKey(record, STATE_KEY::equals) ? understood(record).map(ControlState::read) : Optional.empty();
    }

    /** The models that this record tells; empty for other records and for those that are not understood. */
    Optional<ModelChoice> models(ConsumerRecord<byte[], byte[]> record) {
        return choice(record, key -> key.equals(MODELS_KEY) || key.startsWith(MODELS_KEY + '/'));
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

    /** As {@link #change}, for the models of a route: {@code to} follows the version before it. */
    public void choose(ModelChoice to) throws InterruptedException {
        byte[] value = codec.encode(to.command(UUID.randomUUID().toString()));
        String route = to.route();
        boolean main = route.equals(NamedModel.MAIN);
        String change = (main ? MODELS_CHANGE : MODELS_CHANGE + route + '/') + to.version() % CHANGES_KEPT;
        writer.write(() -> content().models(route).version(), to.version() - 1, List.of(
                new ProducerRecord<>(topic, 0, bytes(change), value), new ProducerRecord<>(topic, 0, bytes(main ? MODELS_KEY : MODELS_KEY + '/' + route), value)));
    }

    private Content content() {
        return read().orElseThrow(() -> new IllegalStateException("Topic '" + topic + "' (topics.control) does not exist; create it with: framelot topics create"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
