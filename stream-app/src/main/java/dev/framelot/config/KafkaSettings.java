package dev.framelot.config;

import java.util.Map;

/** @param properties passed through to every Kafka client, keys as Kafka names them */
public record KafkaSettings(String bootstrapServers, String applicationId, Map<String, String> properties) {
    public KafkaSettings {
        properties = Map.copyOf(properties);
    }
}
