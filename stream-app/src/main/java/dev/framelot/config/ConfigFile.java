package dev.framelot.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A YAML or properties file, chosen by its ending. */
final class ConfigFile {
    private static final int ORDINAL = 200;
    private static final long MOST_BYTES = 1 << 20;

    private final Path path;
    private final List<Problem> problems;

    private ConfigFile(Path path, List<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** @return empty when the file cannot be used; {@code problems} then says why */
    static Optional<ConfigSource> read(Path path, List<Problem> problems) {
        return new ConfigFile(path, problems).read().map(values -> new NamedValues(path.toString(), values, ORDINAL));
    }

    private Optional<Map<String, String>> read() {
        String name = path.toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (!yaml && !name.endsWith(".properties")) {
            return refuse("has an ending that is not known", "Name it .yaml, .yml or .properties");
        }
        if (!Files.exists(path)) {
            return refuse("does not exist, looked for at " + path.toAbsolutePath().normalize(), "Check the path given with --config");
        }
        if (Files.isDirectory(path)) {
            return refuse("is a folder", "Name the file in it");
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                return refuse("has " + Files.size(path) + " bytes, more than the " + MOST_BYTES + " of any settings", "Check that it is the right file");
            }
            String text = Files.readString(path);
            return yaml ? yaml(text) : properties(text);
        } catch (CharacterCodingException notUtf8) {
            return refuse("is no UTF-8 text", "Save it as UTF-8");
        } catch (IOException unreadable) {
            return refuse("can't be read: " + unreadable.getMessage(), "Check the file and its rights");
        }
    }

    private Optional<Map<String, String>> yaml(String text) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            Object parsed = new Yaml(new SafeConstructor(strict)).load(text);
            if (parsed != null && !(parsed instanceof Map)) {
                return refuse("is YAML, but no map of settings", "Begin with a line such as kafka: and indent what belongs to it");
            }
            Map<String, String> values = new TreeMap<>();
            if (parsed != null) {
                // A key with dots on one line ("batching.max-frames: 4") comes quoted; it means the same as nested keys.
                new YamlConfigSource(path.toString(), text).getProperties().forEach((key, value) -> values.put(key.replace("\"", ""), value));
            }
            return Optional.of(values);
        } catch (MarkedYAMLException malformed) {
            return refuse(
                    "is no valid YAML at line " + (malformed.getProblemMark().getLine() + 1) + ", column " + (malformed.getProblemMark().getColumn() + 1) + ": "
                            + malformed.getProblem(),
                    "Mend the file; indent with spaces, and put a space behind each colon");
        } catch (YAMLException malformed) {
            return refuse("is no valid YAML: " + oneLine(malformed.getMessage()), "Mend the file");
        }
    }

    private Optional<Map<String, String>> properties(String text) throws IOException {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IllegalArgumentException malformed) {
            return refuse("is no valid properties file: " + malformed.getMessage(), "Write each backslash as two");
        }
        Map<String, String> values = new TreeMap<>();
        read.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        return Optional.of(values);
    }

    private Optional<Map<String, String>> refuse(String fault, String remedy) {
        problems.add(new Problem(path.toString(), "", "", oneLine(fault), remedy));
        return Optional.empty();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
