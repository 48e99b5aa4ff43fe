package dev.framelot.config;

import java.util.List;

/** The settings in force, where each came from, and what a person should know though it is no problem. */
public record LoadedConfig(FramelotConfig config, List<InForce> values, List<String> warnings) {
    /**
     * One value in force.
     *
     * @param key of the catalogue, or below {@link KafkaPassThrough#PREFIX}
     * @param value as a person writes it, secrets masked
     * @param source file, environment, system properties, command line, or "default"
     */
    public record InForce(String key, String value, String source) {}

    public LoadedConfig {
        values = List.copyOf(values);
        warnings = List.copyOf(warnings);
    }
}
