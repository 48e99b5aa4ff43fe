package dev.framelot.app;

import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.LoadedConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command finds its settings. */
public final class ConfigOptions {
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "Settings, YAML or properties.")
    Path file;

    @Option(names = {"-b", "--bootstrap-servers"}, paramLabel = "HOST:PORT", description = "Kafka brokers; the same as --set kafka.bootstrap-servers=…")
    String bootstrapServers;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, over file and environment; may be repeated.")
    Map<String, String> settings = new LinkedHashMap<>();

    /** @throws dev.framelot.config.ConfigException with every problem there is */
    public LoadedConfig load() {
        return ConfigLoader.load(sources());
    }

    /**
     * For commands that only talk to Kafka, and may run where no model lies.
     *
     * @throws dev.framelot.config.ConfigException with every problem there is
     */
    public LoadedConfig loadWithoutModel() {
        return ConfigLoader.loadWithoutModel(sources());
    }

    /**
     * For commands that only run the model, and need no Kafka.
     *
     * @throws dev.framelot.config.ConfigException with every problem there is
     */
    public LoadedConfig loadWithoutBroker() {
        return ConfigLoader.loadWithoutBroker(sources());
    }

    /** Whether any of them was given. */
    boolean given() {
        return file != null || bootstrapServers != null || !settings.isEmpty();
    }

    /** As if {@code --set key=value} had been given last. */
    ConfigOptions with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    private ConfigSources sources() {
        Map<String, String> commandLine = new HashMap<>(settings);
        if (bootstrapServers != null) {
            commandLine.put("kafka.bootstrap-servers", bootstrapServers);
        }
        return ConfigSources.ofProcess(Optional.ofNullable(file), commandLine);
    }

    public Optional<String> bootstrapServers() {
        return Optional.ofNullable(bootstrapServers);
    }

    /** What --set said. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }
}
