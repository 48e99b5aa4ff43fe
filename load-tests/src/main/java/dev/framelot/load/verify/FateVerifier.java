package dev.framelot.load.verify;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.TopicSettings;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The oracle: reads all three outcome topics as a {@code read_committed} consumer, from where they ended when it was opened,
 * on a thread of its own, and enters every record in the {@link FrameLedger}.
 */
public final class FateVerifier implements AutoCloseable {
    private final FramelotConfig config;
    private final FrameLedger ledger;
    private final Consumer<FrameDetections> whenDetected;
    private final AvroCodec<FrameDetections> detections;
    private final AvroCodec<FrameShed> shed;
    private final AvroCodec<FrameDeadLetter> deadLetters;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Thread thread = new Thread(this::read, "fate-verifier");
    private final AtomicBoolean stopped = new AtomicBoolean();
    /** Written by the reading thread: how far each partition was read. */
    private final Map<TopicPartition, Long> positions = new java.util.concurrent.ConcurrentHashMap<>();
    private volatile Throwable failure;

    /** @param whenDetected called for each frame's first detection, on the verifier's thread */
    public FateVerifier(FramelotConfig config, FrameLedger ledger, Consumer<FrameDetections> whenDetected) {
        this.config = config;
        this.ledger = ledger;
        this.whenDetected = whenDetected;
        FrameCodecs codecs = FrameCodecs.bundled();
        TopicSettings topics = config.topics();
        this.detections = codecs.frameDetections(topics.detections());
        this.shed = codecs.frameShed(topics.shed());
        this.deadLetters = codecs.frameDeadLetter(topics.deadLetter());
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put("bootstrap.servers", config.kafka().bootstrapServers());
        this.admin = Admin.create(settings);
        settings.put("isolation.level", "read_committed");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(topics.detections(), topics.shed(), topics.deadLetter())
                .flatMap(topic -> partitionsOf(topic).stream().map(info -> new TopicPartition(topic, info.partition())))
                .toList();
        consumer.assign(partitions);
        // The true ends, not the last stable offsets: an open transaction of an earlier run is none of ours.
        ends(partitions, IsolationLevel.READ_UNCOMMITTED).forEach((partition, end) -> {
            consumer.seek(partition, end);
            positions.put(partition, end);
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** A topic made just now may not have reached every broker's metadata yet. */
    private List<PartitionInfo> partitionsOf(String topic) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        while (partitions.isEmpty()) {
            if (System.nanoTime() - endNanos >= 0) {
                throw new IllegalStateException("Topic '" + topic + "' does not show up on " + config.kafka().bootstrapServers()
                        + " within 15 s; create it with: framelot topics create");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            partitions = consumer.partitionsFor(topic);
        }
        return partitions;
    }

    private void read() {
        try {
            while (!stopped.get()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    enter(record);
                }
                consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
            }
        } catch (RuntimeException broken) {
            failure = broken;
        } finally {
            consumer.close();
        }
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(config.topics().detections())) {
            FrameDetections frame = detections.decode(record.value());
            if (ledger.met(Fate.DETECTED, frame.getCameraId(), frame.getSequence())) {
                whenDetected.accept(frame);
            }
        } else if (record.topic().equals(config.topics().shed())) {
            FrameShed frame = shed.decode(record.value());
            ledger.met(Fate.SHED, frame.getCameraId(), frame.getSequence());
        } else {
            FrameDeadLetter letter = deadLetters.decode(record.value());
            ledger.met(Fate.DEAD_LETTERED, String.valueOf(letter.getCameraId()), letter.getSequence() == null ? -1 : letter.getSequence());
        }
    }

    /**
     * Waits until the books are final: the group's committed offsets stand at the end of every topic of frames, no transaction on the
     * outcome topics is open, and all of them has been read. Judging earlier would take an open transaction for a loss.
     *
     * @return whether that came to be within {@code patience}
     */
    public boolean awaitCaughtUp(Duration patience) {
        long endNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            if (failure != null) {
                throw new IllegalStateException("The verifier stopped reading: " + failure.getMessage(), failure);
            }
            if (groupCaughtUp() && readToTheEnd()) {
                return true;
            }
            if (System.nanoTime() - endNanos >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    private boolean groupCaughtUp() {
        Set<String> topics = new HashSet<>(Set.of(config.topics().frames()));
        config.topics().backfill().ifPresent(topics::add);
        config.routing().further().forEach(model -> topics.addAll(model.topics()));
        List<TopicPartition> frames = get(admin.describeTopics(topics).allTopicNames()).entrySet().stream()
                .flatMap(topic -> topic.getValue().partitions().stream().map(info -> new TopicPartition(topic.getKey(), info.partition())))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(config.kafka().applicationId()).partitionsToOffsetAndMetadata());
        return ends(frames, IsolationLevel.READ_UNCOMMITTED).entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue() == 0 || offset != null && offset.offset() >= end.getValue();
        });
    }

    private boolean readToTheEnd() {
        Map<TopicPartition, Long> ends = ends(positions.keySet(), IsolationLevel.READ_UNCOMMITTED);
        return ends.equals(ends(positions.keySet(), IsolationLevel.READ_COMMITTED))
                && ends.entrySet().stream().allMatch(end -> positions.get(end.getKey()) >= end.getValue());
    }

    private Map<TopicPartition, Long> ends(java.util.Collection<TopicPartition> partitions, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> latest = partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> listed = get(admin.listOffsets(latest, new ListOffsetsOptions(level)).all());
        return listed.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    private <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("Kafka at " + config.kafka().bootstrapServers() + " did not answer the verifier: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Kafka", interrupted);
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        admin.close(Duration.ofSeconds(2));
    }
}
