package dev.framelot.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may be handed to Kafka's clients unseen, and what may not because Framelot sets it itself. */
public final class KafkaPassThrough {
    /** {@code kafka.properties.ssl.keystore.location} reaches every client as {@code ssl.keystore.location}. */
    public static final String PREFIX = "kafka.properties.";

    private static final List<String> CLIENT_PREFIXES =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");

    /** First words of Kafka client settings; KAFKA_HEAP_OPTS, KAFKA_PORT and their like are nobody's setting. */
    private static final List<String> FIRST_WORDS = List.of(
            "ssl", "sasl", "security", "client", "group", "metadata", "fetch", "max", "request", "retry", "retries", "reconnect", "connections", "socket", "send",
            "receive", "batch", "linger", "compression", "session", "heartbeat", "auto", "enable", "isolation", "buffer", "default", "acks", "processing");

    private static final Map<String, String> RESERVED = new TreeMap<>();

    static {
        RESERVED.put("bootstrap.servers", "Set kafka.bootstrap-servers instead");
        RESERVED.put("application.id", "Set kafka.application-id instead");
        RESERVED.put("group.id", "Set kafka.application-id instead");
        RESERVED.put("processing.guarantee", "Set delivery.guarantee instead");
        RESERVED.put("commit.interval.ms", "Set delivery.commit-interval instead");
        RESERVED.put("num.stream.threads", "Set delivery.stream-threads instead");
        RESERVED.put("transaction.timeout.ms", "Set delivery.transaction-timeout instead");
        RESERVED.put("enable.auto.commit", "Remove it: offsets are committed only behind finished frames");
        RESERVED.put("auto.commit.interval.ms", "Remove it: offsets are committed only behind finished frames");
        RESERVED.put("isolation.level", "Remove it: delivery.guarantee decides it");
        RESERVED.put("enable.idempotence", "Remove it: delivery.guarantee decides it");
        RESERVED.put("transactional.id", "Remove it: Kafka Streams names its transactions");
        RESERVED.put("poll.ms", "Remove it: polling is woken by finished frames, and its length is part of that");
        for (String serde : List.of("key.serializer", "value.serializer", "key.deserializer", "value.deserializer", "default.key.serde", "default.value.serde")) {
            RESERVED.put(serde, "Remove it: frame.format and schema-registry.url decide how records are read and written");
        }
        for (String handler : List.of(
                "deserialization.exception.handler",
                "default.deserialization.exception.handler",
                "processing.exception.handler",
                "production.exception.handler",
                "default.production.exception.handler",
                "errors.dead.letter.queue.topic.name")) {
            RESERVED.put(handler, "Remove it: unusable records go to topics.dead-letter");
        }
    }

    private KafkaPassThrough() {}

    /** The Kafka key an environment variable such as KAFKA_SSL_KEYSTORE_LOCATION means, if it means one. */
    static Optional<String> kafkaKeyOf(String environmentName) {
        if (!environmentName.startsWith("KAFKA_")) {
            return Optional.empty();
        }
        String key = environmentName.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
        String bare = withoutClientPrefix(key);
        boolean known = FIRST_WORDS.stream().anyMatch(word -> bare.equals(word) || bare.startsWith(word + ".")) || RESERVED.containsKey(bare);
        return known ? Optional.of(key) : Optional.empty();
    }

    /** Why this Kafka key and value may not be passed through; empty: it may. */
    static Optional<Problem> refusal(String kafkaKey, String value, String source) {
        String bare = withoutClientPrefix(kafkaKey);
        String shown = Masking.shown(kafkaKey, value);
        String key = PREFIX + kafkaKey;
        if (bare.isBlank()) {
            return Optional.of(new Problem(key, shown, source, "names no Kafka setting", "Write it as " + PREFIX + "<Kafka's own key>"));
        }
        if (RESERVED.containsKey(bare)) {
            return Optional.of(new Problem(key, shown, source, "is a Kafka setting that Framelot sets itself", RESERVED.get(bare)));
        }
        if (bare.equals("group.protocol") && !value.strip().equalsIgnoreCase("classic")) {
            return Optional.of(new Problem(
                    key, shown, source, "must be classic, because the other protocols go round the capped offsets and lost frames in trials", "Remove it"));
        }
        if (bare.equals("acks") && !List.of("all", "-1").contains(value.strip().toLowerCase(Locale.ROOT))) {
            return Optional.of(new Problem(key, shown, source, "must be all, because anything less loses detections when a broker fails", "Remove it"));
        }
        return Optional.empty();
    }

    /** {@code consumer.fetch.max.bytes} is {@code fetch.max.bytes} of the consumer. */
    private static String withoutClientPrefix(String key) {
        for (String prefix : CLIENT_PREFIXES) {
            if (key.startsWith(prefix)) {
                return key.substring(prefix.length());
            }
        }
        return key;
    }
}
