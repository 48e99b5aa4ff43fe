package dev.framelot.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Builds the further models from what was read of them, and says all that is wrong with them. */
final class FurtherModels {
    /** What was read, by key; null where nobody gave it. */
    private final Function<String, Object> values;
    private final Function<String, LoadedConfig.InForce> inForce;
    private final List<Problem> problems;

    FurtherModels(Function<String, Object> values, Function<String, LoadedConfig.InForce> inForce, List<Problem> problems) {
        this.values = values;
        this.inForce = inForce;
        this.problems = problems;
    }

    /**
     * @param names usable ones
     * @param taken topics of other uses, to the setting that names them
     * @param mustExist whether the files are looked for
     * @param leastLanes one for each session of the device
     */
    List<NamedModel> read(Set<String> names, boolean byAttribute, Map<String, String> taken, boolean mustExist, int leastLanes) {
        List<NamedModel> models = new ArrayList<>();
        Map<String, String> topicsTaken = new HashMap<>(taken);
        for (String name : names) {
            Path path = get(ModelSettings.PATH, name);
            List<String> topics = get(ModelSettings.TOPICS, name);
            int lanes = get(ModelSettings.LANES, name);
            String pathKey = ModelSettings.named(ModelSettings.PATH, name).key();
            if (path == null) {
                problems.add(new Problem(pathKey, "", "", "is not given, while other settings of the model '" + name + "' are", "Give it, or remove them"));
            } else if (mustExist && !Files.exists(path)) {
                wrong(pathKey, "does not exist, looked for at " + path.toAbsolutePath(), "Give the path of an .onnx file or a model card");
            }
            if (topics == null && !byAttribute) {
                problems.add(new Problem(ModelSettings.named(ModelSettings.TOPICS, name).key(), "", "",
                        "is not given and neither is frame.model-attribute, so no frame would ever reach the model '" + name + "'", "Give one of the two"));
            }
            String topicsKey = ModelSettings.named(ModelSettings.TOPICS, name).key();
            for (String topic : topics == null ? List.<String>of() : topics) {
                String other = topicsTaken.putIfAbsent(topic, topicsKey);
                if (other != null) {
                    wrong(topicsKey, "has '" + topic + "', which is the topic of " + other, "Give each its own");
                }
            }
            if (lanes < leastLanes) {
                wrong(ModelSettings.named(ModelSettings.LANES, name).key(), "must be at least " + leastLanes + ", one for each session (inference.devices, inference.sessions-per-device)", "Raise it");
            }
            if (path != null) {
                models.add(new NamedModel(name, path, topics == null ? List.of() : topics, lanes));
            }
        }
        return models;
    }

    @SuppressWarnings("unchecked") // Read with the setting's own type.
    private <T> T get(Setting<T> template, String name) {
        return (T) values.apply(ModelSettings.named(template, name).key());
    }

    private void wrong(String key, String fault, String remedy) {
        LoadedConfig.InForce value = inForce.apply(key);
        problems.add(new Problem(key, value == null ? "" : value.value(), value == null ? "" : value.source(), fault, remedy));
    }
}
