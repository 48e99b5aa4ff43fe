package dev.framelot.topology;

import dev.framelot.config.DeliverySettings;
import dev.framelot.config.FramelotConfig;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Framelot's settings in Kafka Streams' words. The user's own Kafka settings come first; what delivery stands on comes after. */
final class StreamsSettings {
    /** Records that Streams buffers per partition, and takes per poll. Its 1,000 of each would be 600 MB of 300 kB frames. */
    private static final int BUFFERED_RECORDS = 16;
    /** Most bytes of one fetch: a record larger than this still arrives, alone. */
    private static final int FETCH_BYTES = 8 << 20;
    /** How long {@code poll()} waits while nothing arrives; ready outcomes end it early. */
    private static final int POLL_MILLIS = 100;

    /** After how long a silent instance counts as dead and its partitions go to others. Kafka's own 45 s are a long stop for cameras. */
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private StreamsSettings() {}

    static Properties of(FramelotConfig config) {
        DeliverySettings delivery = config.delivery();
        boolean exactlyOnce = delivery.guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE;
        Properties p = new Properties();
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), config.frame().maxBytes());
        config.kafka().properties().forEach(p::put);

        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, config.kafka().applicationId());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, delivery.streamThreads());
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, delivery.commitInterval().toMillis());
        p.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
        // A task has one partition, so it never waits for another's records; asking whether it should costs 20 kB of garbage a frame.
        p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Membership by the broker's "streams" protocol bypasses the consumer that caps offsets.
        p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        if (exactlyOnce) {
            p.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int) delivery.transactionTimeout().toMillis());
        }
        return p;
    }
}
