package dev.framelot.results;

import dev.framelot.config.FramelotConfig;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the output topics while somebody follows a camera, committed records only, from the moment the first follower came. One
 * consumer in no group for all followers; records of cameras that nobody follows are not decoded.
 */
public final class ResultReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 1_000;

    private final FramelotConfig config;
    private final FrameCodecs codecs;
    private final Map<String, Set<Consumer<CameraResult>>> followers = new ConcurrentHashMap<>();
    /** Written under this object's monitor; null while nobody follows. A thread that is not this one any more ends after its poll. */
    private volatile Thread thread;
    /** Under this object's monitor: whether the thread knows its place, and whom to tell when it does. */
    private boolean reading;

    private final List<Runnable> waiting = new ArrayList<>();

    public ResultReader(FramelotConfig config, FrameCodecs codecs) {
        this.config = config;
        this.codecs = codecs;
    }

    /**
     * Close the answer to follow no more.
     *
     * @param whenRead called on the reader's thread; must not block
     * @param whenReading called once the reader has its place: outcomes committed from then on are told
     */
    public synchronized Following follow(String camera, Consumer<CameraResult> whenRead, Runnable whenReading) {
        followers.computeIfAbsent(camera, first -> new CopyOnWriteArraySet<>()).add(whenRead);
        if (reading) {
            whenReading.run();
        } else {
            waiting.add(whenReading);
        }
        if (thread == null) {
            thread = new Thread(this::read, "framelot-results");
            thread.setDaemon(true);
            thread.start();
        }
        return () -> leave(camera, whenRead);
    }

    /** Ends one follower's part. */
    @FunctionalInterface
    public interface Following extends AutoCloseable {
        @Override
        void close();
    }

    private synchronized void leave(String camera, Consumer<CameraResult> whenRead) {
        Set<Consumer<CameraResult>> those = followers.get(camera);
        if (those != null && those.remove(whenRead) && those.isEmpty()) {
            followers.remove(camera);
        }
        if (followers.isEmpty() && thread != null) {
            thread = null;
            reading = false;
            waiting.clear();
        }
    }

    private void read() {
        while (thread == Thread.currentThread()) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(partitions(consumer));
                consumer.seekToEnd(consumer.assignment());
                consumer.assignment().forEach(partition -> consumer.position(partition, ANSWER));
                hasItsPlace();
                while (thread == Thread.currentThread()) {
                    consumer.poll(POLL).forEach(this::tell);
                }
            } catch (RuntimeException trouble) {
                LOG.warn("Can't read results for those who follow cameras now, trying again: {}", trouble.toString());
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    private synchronized void hasItsPlace() {
        if (thread == Thread.currentThread()) {
            reading = true;
            waiting.forEach(Runnable::run);
            waiting.clear();
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put("bootstrap.servers", config.kafka().bootstrapServers());
        settings.put("isolation.level", "read_committed");
        settings.put("allow.auto.create.topics", false);
        return settings;
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(config.topics().detections(), config.topics().shed(), config.topics().deadLetter())) {
            consumer.partitionsFor(topic, ANSWER).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || record.key() != null && !followers.containsKey(new String(record.key(), StandardCharsets.UTF_8))) {
            return;
        }
        result(record).ifPresent(result -> followers.getOrDefault(result.camera(), Set.of()).forEach(follower -> follower.accept(result)));
    }

    /** Empty for a record that something else wrote there. */
    private Optional<CameraResult> result(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        try {
            if (topic.equals(config.topics().detections())) {
                return Optional.of(new CameraResult.Detected(codecs.frameDetections(topic).decode(record.value())));
            }
            return Optional.of(topic.equals(config.topics().shed())
                    ? new CameraResult.Shed(codecs.frameShed(topic).decode(record.value()))
                    : new CameraResult.DeadLettered(codecs.frameDeadLetter(topic).decode(record.value())));
        } catch (RuntimeException foreign) {
            LOG.warn("The record {}-{}@{} is no result: {}", topic, record.partition(), record.offset(), foreign.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        followers.clear();
        thread = null;
    }
}
