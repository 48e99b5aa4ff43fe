package dev.framelot.load.containers;

import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.FramelotConfig;
import java.util.Map;
import java.util.Optional;

/** The defaults, against the Kafka container, with a model that only takes time: 4 ms a batch and 0.3 ms a frame. */
final class ContainerSettings {
    private ContainerSettings() {}

    static FramelotConfig declaredCost(String servers) {
        Map<String, String> settings = Map.of(
                "kafka.bootstrap-servers", servers,
                "inference.engine", "declared-cost",
                "delivery.stream-threads", "2");
        return ConfigLoader.load(ConfigSources.ofProcess(Optional.empty(), settings)).config();
    }
}
