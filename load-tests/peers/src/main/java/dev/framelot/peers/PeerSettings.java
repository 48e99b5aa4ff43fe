package dev.framelot.peers;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a peer is told, the same for all of them.
 *
 * @param group consumer group or its like
 * @param fixedMicros declared cost of a batch
 * @param frameMicros declared cost of each frame in it
 * @param inputSide pixels of the model's square input
 * @param lanes batches that may be at the device at once; it runs them one after the other
 * @param batch most frames in one batch
 * @param waitMillis longest that a frame waits for others
 * @param inOrder frames of one camera stay in order, where the library leaves the choice
 * @param commitMillis how often progress is committed
 * @param sessionMillis after how long a silent member of the group counts as dead
 * @param stateFolder survives a kill
 */
public record PeerSettings(
        PeerName peer,
        String bootstrapServers,
        String framesTopic,
        String detectionsTopic,
        String group,
        long fixedMicros,
        long frameMicros,
        int inputSide,
        int lanes,
        int batch,
        int waitMillis,
        boolean inOrder,
        int commitMillis,
        int sessionMillis,
        String stateFolder)
        implements Serializable {

    /** @param arguments each {@code key=value}; every key but {@code in-order} (true) must be there */
    static PeerSettings parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + argument + "' is no setting of a peer; write key=value.");
            }
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        PeerSettings settings = new PeerSettings(
                PeerName.of(text(given, "peer")),
                text(given, "bootstrap-servers"),
                text(given, "frames"),
                text(given, "detections"),
                text(given, "group"),
                number(given, "fixed-us", 0, 60_000_000),
                number(given, "frame-us", 0, 60_000_000),
                (int) number(given, "input-side", 8, 4096),
                (int) number(given, "lanes", 1, 64),
                (int) number(given, "batch", 1, 1024),
                (int) number(given, "wait-ms", 1, 60_000),
                Boolean.parseBoolean(given.getOrDefault("in-order", "true")),
                (int) number(given, "commit-ms", 10, 600_000),
                (int) number(given, "session-ms", 1_000, 600_000),
                text(given, "state"));
        given.keySet().removeAll(KEYS);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Unknown settings " + given.keySet() + "; a peer knows " + KEYS + ".");
        }
        return settings;
    }

    private static final java.util.Set<String> KEYS = new java.util.TreeSet<>(java.util.List.of(
            "peer", "bootstrap-servers", "frames", "detections", "group", "fixed-us", "frame-us", "input-side", "lanes", "batch", "wait-ms",
            "in-order", "commit-ms", "session-ms", "state"));

    private static String text(Map<String, String> given, String key) {
        String value = given.get(key);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("The setting '" + key + "' is missing; give " + key + "=… .");
        }
        return value;
    }

    private static long number(Map<String, String> given, String key, long lowest, long highest) {
        String value = text(given, key);
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(key + "=" + value + " is no whole number.", noNumber);
        }
        if (number < lowest || number > highest) {
            throw new IllegalArgumentException(key + "=" + value + " lies outside " + lowest + ".." + highest + ".");
        }
        return number;
    }

    /** Of a plain consumer of the frames topic that commits by itself never. */
    Properties consumer() {
        Properties p = new Properties();
        p.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        p.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, String.valueOf(sessionMillis));
        p.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, String.valueOf(sessionMillis / 5));
        p.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        p.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return p;
    }

    /** Acknowledged by all, idempotent, and nothing waits for company: the client's own 5 ms would be latency. */
    Properties producer() {
        Properties p = new Properties();
        p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        p.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return p;
    }
}
