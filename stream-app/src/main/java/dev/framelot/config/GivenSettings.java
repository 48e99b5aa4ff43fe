package dev.framelot.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was given for each setting, or its default; where it came from; and all that is wrong with it. {@link SettingsReader} fills it, then each section of the
 * settings takes its values from here and tells here what does not hold between them. One thread, one use.
 */
final class GivenSettings {
    static final String DEFAULT = "default";

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, LoadedConfig.InForce> inForce = new LinkedHashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> kafka = new TreeMap<>();
    private final TreeSet<String> models = new TreeSet<>();

    /** Null where it has no default and nobody gave it. */
    @SuppressWarnings("unchecked") // put() had it with the setting's own type.
    <T> T get(Setting<T> setting) {
        return (T) values.get(setting.key());
    }

    /** Empty where it has no default and nobody gave it. */
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable(get(setting));
    }

    <T> void put(Setting<T> setting, T value) {
        values.put(setting.key(), value);
    }

    /** @param text as a person writes it, secrets masked */
    void show(String key, String text, String source) {
        inForce.put(key, new LoadedConfig.InForce(key, text, source));
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /** What stands in force for this setting can't stay so. */
    void wrong(Setting<?> setting, String fault, String remedy) {
        LoadedConfig.InForce value = inForce.get(setting.key());
        problem(new Problem(setting.key(), value.value(), value.source(), fault, remedy));
    }

    void warn(String text) {
        warnings.add(text);
    }

    void passThrough(String kafkaKey, String value) {
        kafka.put(kafkaKey, value);
    }

    void nameModel(String name) {
        models.add(name);
    }

    /** Names of further models that can be used. */
    SortedSet<String> models() {
        return models;
    }

    List<NamedModel> furtherModels(boolean byAttribute, Map<String, String> topics, boolean mustExist, int leastLanes) {
        return new FurtherModels(values::get, inForce::get, problems).read(models, byAttribute, topics, mustExist, leastLanes);
    }

    /** For every Kafka client, keys as Kafka names them. */
    Map<String, String> kafka() {
        return kafka;
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }

    List<LoadedConfig.InForce> inForce() {
        return List.copyOf(inForce.values());
    }
}
