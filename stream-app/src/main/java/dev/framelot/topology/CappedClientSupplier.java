package dev.framelot.topology;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Gives Kafka Streams clients that never commit past an unfinished frame: at-least-once through the consumer's
 * {@code commitSync}, exactly-once through the producer's {@code sendOffsetsToTransaction}. The consumer also pauses at the
 * {@link IntakeGate} and wakes for outcomes.
 *
 * <p>Dynamic proxies, because the client interfaces have some sixty methods, of which these few matter.
 */
final class CappedClientSupplier implements KafkaClientSupplier {
    private final ThreadLedgers ledgers;
    private final IntakeDoors doors;

    CappedClientSupplier(ThreadLedgers ledgers, IntakeDoors doors) {
        this.ledgers = ledgers;
        this.doors = doors;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        return wrap(Producer.class, (proxy, method, arguments) -> {
            if (method.getName().equals("sendOffsetsToTransaction")) {
                cap(arguments);
            }
            return call(producer, method, arguments);
        });
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return wrap(Consumer.class, new IntakeConsumer(plainConsumer(config), ledgers, doors));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plainConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plainConsumer(config);
    }

    private static Consumer<byte[], byte[]> plainConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @SuppressWarnings("unchecked") // Both clients' committing methods have the offsets first.
    private void cap(Object[] arguments) {
        ledgers.mine().cap((Map<TopicPartition, OffsetAndMetadata>) arguments[0]);
    }

    @SuppressWarnings("unchecked") // The proxy implements exactly this interface; its type arguments are erased.
    private static <T> T wrap(Class<? super T> type, InvocationHandler handler) {
        return (T) Proxy.newProxyInstance(CappedClientSupplier.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    static Object call(Object client, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
