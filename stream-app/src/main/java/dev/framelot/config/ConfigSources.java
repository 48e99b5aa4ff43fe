package dev.framelot.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Where values come from, the later winning: a YAML or properties file, the environment ({@code FRAMELOT_BATCHING_MAX_FRAMES},
 * {@code KAFKA_SSL_KEYSTORE_LOCATION}), system properties ({@code -Dbatching.max-frames=4}), the command line ({@code --set}).
 *
 * @param file none: defaults alone
 * @param environment variables of the process
 * @param systemProperties only keys in one of the catalogue's areas are looked at
 * @param commandLine key to value
 */
public record ConfigSources(
        Optional<Path> file, Map<String, String> environment, Map<String, String> systemProperties, Map<String, String> commandLine) {
    static final String ENVIRONMENT = "environment";
    static final String SYSTEM_PROPERTIES = "system properties (-D)";
    static final String COMMAND_LINE = "command line";
    /** kafka.logs.dir and its like belong to Kafka's own scripts. */
    private static final Set<String> OUR_AREAS =
            SettingsCatalogue.all().stream().map(Setting::area).filter(area -> !area.equals("kafka")).collect(Collectors.toUnmodifiableSet());

    /** This process's own environment and system properties. */
    public static ConfigSources ofProcess(Optional<Path> file, Map<String, String> commandLine) {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        return new ConfigSources(file, System.getenv(), properties, commandLine);
    }

    /** Strongest last. Problems of reading are added to {@code problems}. */
    List<ConfigSource> open(List<Problem> problems) {
        List<ConfigSource> sources = new ArrayList<>();
        file.flatMap(path -> ConfigFile.read(path, problems)).ifPresent(sources::add);
        sources.add(new NamedValues(ENVIRONMENT, EnvironmentNames.values(environment, problems), 300));
        Map<String, String> properties = new TreeMap<>();
        systemProperties.forEach((key, value) -> {
            boolean ours = key.startsWith(ModelSettings.AREA + ".") || OUR_AREAS.stream().anyMatch(area -> key.startsWith(area + "."));
            if (ours || SettingsCatalogue.find(key).isPresent() || key.startsWith(KafkaPassThrough.PREFIX)) {
                properties.put(key, value);
            }
        });
        sources.add(new NamedValues(SYSTEM_PROPERTIES, properties, 400));
        sources.add(new NamedValues(COMMAND_LINE, commandLine, 500));
        return sources;
    }
}
