package dev.framelot.topology;

import dev.framelot.config.FramelotConfig;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.schemas.serde.TraceParent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a shadow found to a topic of its own, outside all transactions and without waiting: a record that finds no place or no broker is
 * counted and lost, and a frame that is read again after a fault may get a second one. Its producer is made for the first record.
 */
final class ShadowRecords implements BiConsumer<FrameSlot, FrameOutcome.Detected>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowRecords.class);
    private static final long BUFFER_BYTES = 8L << 20;
    /** The shadow's thread waits so long for the topic's metadata, and for nothing else. */
    private static final int BLOCK_MILLIS = 2_000;
    private static final int DELIVERY_MILLIS = 30_000;
    private static final int CLOSE_MILLIS = 2_000;

    private final FramelotConfig config;
    private final OutcomeRecords records;
    private final LongAdder unwritten = new LongAdder();
    /** Guarded by this. */
    private KafkaProducer<byte[], byte[]> producer;
    /** Guarded by this. */
    private boolean closed;

    ShadowRecords(FramelotConfig config, OutcomeRecords records) {
        this.config = config;
        this.records = records;
    }

    @Override
    public void accept(FrameSlot slot, FrameOutcome.Detected found) {
        try {
            RecordHeaders headers = new RecordHeaders();
            TraceParent.find(slot.headers).ifPresent(trace -> trace.carryTo(headers));
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    config.topics().shadow(), null, Math.max(0, slot.timestampMillis), slot.key, records.shadowed(slot, found), headers);
            KafkaProducer<byte[], byte[]> writer = producer();
            if (writer == null) {
                unwritten.increment();
                return;
            }
            writer.send(record, (where, failure) -> {
                if (failure != null) {
                    lost(failure);
                }
            });
        } catch (RuntimeException refused) {
            lost(refused);
        }
    }

    private void lost(Exception why) {
        unwritten.increment();
        LOG.warn("A shadow's result was not written to '{}' (topics.shadow): {}", config.topics().shadow(), why.toString());
    }

    long unwritten() {
        return unwritten.sum();
    }

    /** Null once closed. */
    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null && !closed) {
            Map<String, Object> settings = new HashMap<>(config.kafka().properties());
            settings.put("bootstrap.servers", config.kafka().bootstrapServers());
            settings.put("acks", "all");
            settings.put("max.block.ms", BLOCK_MILLIS);
            settings.put("delivery.timeout.ms", DELIVERY_MILLIS);
            settings.put("request.timeout.ms", DELIVERY_MILLIS / 2);
            settings.put("linger.ms", 5);
            settings.put("buffer.memory", BUFFER_BYTES);
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return closed ? null : producer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(Duration.ofMillis(CLOSE_MILLIS));
            producer = null;
        }
    }
}
