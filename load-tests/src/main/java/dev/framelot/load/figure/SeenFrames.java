package dev.framelot.load.figure;

import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.measure.Partitions;
import dev.framelot.load.verify.Fate;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A {@code read_committed} reader of one detections topic from its beginning, on a thread of its own: what each contestant is judged by. */
final class SeenFrames implements AutoCloseable {
    private final FrameLedger ledger;
    private final AvroCodec<FrameDetections> codec;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::read, "figure-reader");
    private volatile OnTimeTally tally;
    private volatile boolean stopped;
    private volatile RuntimeException failure;

    SeenFrames(String bootstrapServers, String topic, FrameLedger ledger) {
        this.ledger = ledger;
        codec = FrameCodecs.bundled().frameDetections(topic);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "client.id", "figure-reader"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Partitions.of(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    long seenAtMicros = EpochMicros.now();
                    FrameDetections frame = codec.decode(record.value());
                    ledger.met(Fate.DETECTED, frame.getCameraId(), frame.getSequence());
                    OnTimeTally now = tally;
                    if (now != null) {
                        now.seen(frame.getCapturedAtMicros(), seenAtMicros);
                    }
                }
            }
        } catch (RuntimeException broken) {
            failure = broken;
        } finally {
            consumer.close();
        }
    }

    /** From now on results count for this round. */
    void countFor(OnTimeTally round) {
        tally = round;
    }

    void requireReading() {
        if (failure != null) {
            throw new IllegalStateException("The reader of detections failed: " + failure, failure);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(5_000);
    }
}
