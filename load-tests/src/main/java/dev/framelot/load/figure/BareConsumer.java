package dev.framelot.load.figure;

import com.sun.management.ThreadMXBean;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.Partitions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that does nothing with the frames: what Kafka's own client allocates for the fetched bytes. */
final class BareConsumer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private BareConsumer() {}

    /** Bytes that reading the frames topic allocates per frame; all on the calling thread. */
    static double allocatedBytesPerFrame(FramelotConfig config, long frames) throws InterruptedException {
        String topic = config.topics().frames();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "client.id", "figure-reader", "fetch.max.bytes", 8 << 20, "max.poll.records", 16),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Partitions.of(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.poll(PATIENCE);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            long read = 0;
            while (read < frames) {
                int more = consumer.poll(PATIENCE).count();
                if (more == 0) {
                    throw new IllegalStateException("Only " + read + " of " + frames + " frames could be read back from topic " + topic);
                }
                read += more;
            }
            return (double) (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / read;
        }
    }
}
