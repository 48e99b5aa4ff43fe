package dev.framelot.load.measure;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The partitions of a topic, also of one made just now: for a moment a broker may say that it has none. */
public final class Partitions {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Partitions() {}

    public static List<TopicPartition> of(Consumer<?, ?> consumer, String topic) {
        long endNanos = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<PartitionInfo> known = consumer.partitionsFor(topic);
            if (known != null && !known.isEmpty()) {
                return known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
            }
            if (System.nanoTime() - endNanos >= 0) {
                throw new IllegalStateException("The broker names no partition of topic " + topic + " within 30 s of its creation");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
