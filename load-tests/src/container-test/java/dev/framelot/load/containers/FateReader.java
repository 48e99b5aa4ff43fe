package dev.framelot.load.containers;

import dev.framelot.load.verify.Fate;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed outcomes from the beginning into a ledger. Belongs to one thread. */
final class FateReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final FrameLedger ledger;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroCodec<FrameDetections> detections = FrameCodecs.bundled().frameDetections(FramelotTopics.DETECTIONS);
    private final AvroCodec<FrameShed> shed = FrameCodecs.bundled().frameShed(FramelotTopics.SHED);
    private final AvroCodec<FrameDeadLetter> deadLetters = FrameCodecs.bundled().frameDeadLetter(FramelotTopics.DEAD_LETTER);

    FateReader(String servers, FrameLedger ledger) {
        this.ledger = ledger;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(FramelotTopics.DETECTIONS, FramelotTopics.SHED, FramelotTopics.DEAD_LETTER).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until {@code frames} frames have met a fate or {@code limit} has passed. */
    void readUntil(long frames, Duration limit) {
        long startNanos = System.nanoTime();
        while (ledger.report().frames() < frames && System.nanoTime() - startNanos < limit.toNanos()) {
            pollOnce();
        }
    }

    /** Reads what is committed now to its end; after the application has ended nothing can follow. */
    void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            pollOnce();
        }
    }

    private void pollOnce() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            switch (record.topic()) {
                case FramelotTopics.DETECTIONS -> {
                    FrameDetections frame = detections.decode(record.value());
                    ledger.met(Fate.DETECTED, frame.getCameraId(), frame.getSequence());
                }
                case FramelotTopics.SHED -> {
                    FrameShed frame = shed.decode(record.value());
                    ledger.met(Fate.SHED, frame.getCameraId(), frame.getSequence());
                }
                default -> {
                    FrameDeadLetter frame = deadLetters.decode(record.value());
                    ledger.met(Fate.DEAD_LETTERED, String.valueOf(frame.getCameraId()), Optional.ofNullable(frame.getSequence()).orElse(-1L));
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
