package dev.framelot.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.yaml.snakeyaml.error.MarkedYAMLException;

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
    /** Variables of the launcher, not settings. */
    private static final List<String> LAUNCHER = List.of("FRAMELOT_LOG_LEVEL", "FRAMELOT_JAVA_OPTS", "FRAMELOT_HOME", "FRAMELOT_LOG_FORMAT");

    /** This process's own environment and system properties. */
    public static ConfigSources ofProcess(Optional<Path> file, Map<String, String> commandLine) {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        return new ConfigSources(file, System.getenv(), properties, commandLine);
    }

    /** Strongest last. Problems of reading are added to {@code problems}. */
    List<ConfigSource> open(List<Problem> problems) {
        List<ConfigSource> sources = new ArrayList<>();
        file.flatMap(path -> ofFile(path, problems)).ifPresent(sources::add);
        sources.add(new NamedValues(ENVIRONMENT, fromEnvironment(problems), 300));
        Map<String, String> properties = new TreeMap<>();
        systemProperties.forEach((key, value) -> {
            if (SettingsCatalogue.find(key).isPresent() || key.startsWith(KafkaPassThrough.PREFIX)) {
                properties.put(key, value);
            }
        });
        sources.add(new NamedValues(SYSTEM_PROPERTIES, properties, 400));
        sources.add(new NamedValues(COMMAND_LINE, commandLine, 500));
        return sources;
    }

    private static Optional<ConfigSource> ofFile(Path path, List<Problem> problems) {
        String name = path.getFileName().toString();
        try {
            String text = Files.readString(path);
            if (name.endsWith(".properties")) {
                Properties read = new Properties();
                read.load(new StringReader(text));
                Map<String, String> values = new TreeMap<>();
                read.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
                return Optional.of(new NamedValues(path.toString(), values, 200));
            }
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                // A key with dots on one line ("batching.max-frames: 4") comes quoted; it means the same as nested keys.
                Map<String, String> values = new TreeMap<>();
                new YamlConfigSource(path.toString(), text).getProperties().forEach((key, value) -> values.put(key.replace("\"", ""), value));
                return Optional.of(new NamedValues(path.toString(), values, 200));
            }
            problems.add(new Problem(path.toString(), "", "", "has an ending that is not known", "Name it .yaml, .yml or .properties"));
        } catch (NoSuchFileException missing) {
            problems.add(new Problem(path.toString(), "", "", "does not exist", "Check the path given with --config"));
        } catch (MarkedYAMLException malformed) {
            problems.add(new Problem(
                    path.toString(),
                    "",
                    "",
                    "is no valid YAML at line " + (malformed.getProblemMark().getLine() + 1) + ", column " + (malformed.getProblemMark().getColumn() + 1) + ": "
                            + malformed.getProblem(),
                    "Mend the file; indent with spaces, and put a space behind each colon"));
        } catch (IOException | RuntimeException unreadable) {
            problems.add(new Problem(path.toString(), "", "", "can't be read: " + unreadable, "Check the file and its rights"));
        }
        return Optional.empty();
    }

    private Map<String, String> fromEnvironment(List<Problem> problems) {
        Map<String, String> byName = new HashMap<>();
        SettingsCatalogue.all().forEach(setting -> byName.put(setting.environmentName(), setting.key()));
        Map<String, String> values = new TreeMap<>();
        environment.forEach((name, value) -> {
            String key = byName.get(name);
            if (key != null) {
                values.put(key, value);
            } else if (name.startsWith("FRAMELOT_") && !LAUNCHER.contains(name)) {
                problems.add(new Problem(
                        name,
                        Masking.shown(name, value),
                        ENVIRONMENT,
                        "is no known setting" + NearestName.to(name, byName.keySet()).map(near -> "; did you mean " + near + "?").orElse(""),
                        "See framelot config for all of them"));
            } else {
                KafkaPassThrough.kafkaKeyOf(name).ifPresent(kafka -> values.put(KafkaPassThrough.PREFIX + kafka, value));
            }
        });
        return values;
    }
}
