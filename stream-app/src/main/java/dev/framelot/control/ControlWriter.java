package dev.framelot.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Compare and set on a topic: all writers share one transactional id, so that whoever begins fences all who began before. What was read after
 * beginning is still true when the transaction ends, or it does not end.
 */
final class ControlWriter {
    static final int ATTEMPTS = 6;
    private static final int TRANSACTION_MILLIS = 10_000;
    private static final int BLOCK_MILLIS = 15_000;

    /** What passes before a writer that was overtaken tries again; of a length that differs from writer to writer, or they overtake each other for ever. */
    @FunctionalInterface
    interface Pause {
        void afterAttempt(int attempt) throws InterruptedException;
    }

    private final String topic;
    private final Pause pause;
    private final Map<String, Object> settings;

    ControlWriter(String topic, Map<String, Object> clients, Pause pause) {
        this.topic = topic;
        this.pause = pause;
        this.settings = new HashMap<>(clients);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", transactionalId(topic));
        settings.put("transaction.timeout.ms", TRANSACTION_MILLIS);
        settings.put("max.block.ms", BLOCK_MILLIS);
        settings.put("delivery.timeout.ms", TRANSACTION_MILLIS);
        settings.put("request.timeout.ms", TRANSACTION_MILLIS / 2);
        settings.put("linger.ms", 0);
    }

    static String transactionalId(String topic) {
        return topic + ".writer";
    }

    /**
     * Writes all records, if {@code inForce} still gives {@code meant} and until then nobody else wrote.
     *
     * @param inForce reads the topic
     * @throws StaleVersionException it gives another version
     * @throws IllegalStateException the broker did not take it, or did not say in time whether it did, or others write all the time
     */
    void write(LongSupplier inForce, long meant, List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        insist(() -> written(inForce, meant, records), pause, topic);
    }

    /** @param attempt false: it was overtaken */
    static void insist(BooleanSupplier attempt, Pause pause, String topic) throws InterruptedException {
        for (int number = 1; !attempt.getAsBoolean(); number++) {
            if (number == ATTEMPTS) {
                throw new IllegalStateException("Others change topic '" + topic + "' (topics.control) all the time: overtaken " + ATTEMPTS + " times; ask again");
            }
            pause.afterAttempt(number);
        }
    }

    /** False: another writer began meanwhile, and nothing was written. */
    private boolean written(LongSupplier inForce, long meant, List<ProducerRecord<byte[], byte[]>> records) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        boolean committing = false;
        try {
            producer.initTransactions();
            long version = inForce.getAsLong();
            if (version != meant) {
                throw StaleVersionException.of(version, meant);
            }
            producer.beginTransaction();
            records.forEach(producer::send);
            committing = true;
            producer.commitTransaction();
            return true;
        } catch (KafkaException refused) {
            if (caused(refused, ProducerFencedException.class) || caused(refused, InvalidProducerEpochException.class)) {
                return false;
            }
            if (committing && caused(refused, TimeoutException.class)) {
                throw unknown(topic, refused);
            }
            throw new IllegalStateException("Topic '" + topic + "' (topics.control) did not take the change: " + refused.getMessage()
                    + ". It needs the right to write the topic and the transactional id '" + transactionalId(topic) + "'", refused);
        } finally {
            producer.close(Duration.ofSeconds(2));
        }
    }

    private static IllegalStateException unknown(String topic, KafkaException late) {
        return new IllegalStateException("Topic '" + topic + "' (topics.control) did not answer in time, so the change may or may not have been written: "
                + late.getMessage() + ". Look at 'framelot model list' or 'framelot mode' before you ask again", late);
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> by) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (by.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
