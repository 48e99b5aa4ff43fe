package dev.framelot.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of a test: nothing comes from outside, and refusal is an outcome rather than an exception. */
final class Settings {
    private final Map<String, String> environment;
    private final Map<String, String> systemProperties;
    private final Map<String, String> commandLine = new HashMap<>();
    private Optional<Path> file = Optional.empty();

    private Settings(Map<String, String> environment, Map<String, String> systemProperties) {
        this.environment = environment;
        this.systemProperties = systemProperties;
    }

    static Settings of(Map<String, String> environment, Map<String, String> systemProperties) {
        return new Settings(environment, systemProperties);
    }

    /** A broker, and an engine that needs no model on disk. */
    static Settings valid(String... keysAndValues) {
        Settings settings = of(Map.of(), Map.of()).set("kafka.bootstrap-servers", "localhost:9092").set("inference.engine", "declared-cost");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }

    Settings set(String key, String value) {
        commandLine.put(key, value);
        return this;
    }

    Settings file(Path path) {
        file = Optional.of(path);
        return this;
    }

    LoadedConfig load() {
        return ConfigLoader.load(new ConfigSources(file, environment, systemProperties, commandLine));
    }

    LoadedConfig loadWithoutModel() {
        return ConfigLoader.loadWithoutModel(new ConfigSources(file, environment, systemProperties, commandLine));
    }

    FramelotConfig config() {
        return load().config();
    }

    List<Problem> problems() {
        try {
            load();
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems();
        }
    }

    LoadedConfig.InForce inForce(String key) {
        return load().values().stream().filter(setting -> setting.key().equals(key)).findFirst().orElseThrow();
    }
}
