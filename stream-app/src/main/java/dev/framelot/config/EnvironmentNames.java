package dev.framelot.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which environment variable means which key: FRAMELOT_BATCHING_MAX_WAIT; the plain MicroProfile name BATCHING_MAX_WAIT, over
 * which the first wins; and KAFKA_SSL_KEYSTORE_LOCATION for what goes to Kafka's clients.
 */
final class EnvironmentNames {
    private static final String OURS = "FRAMELOT_";
    private static final String KAFKA_PROPERTIES = "KAFKA_PROPERTIES_";

    /** Variables of the launcher, not settings. */
    private static final Set<String> LAUNCHER = Set.of("FRAMELOT_LOG_LEVEL", "FRAMELOT_LOG_FORMAT", "FRAMELOT_JAVA_OPTS", "FRAMELOT_HOME", "FRAMELOT_DATA", "FRAMELOT_CUDA");

    /** A Kubernetes service named framelot puts FRAMELOT_SERVICE_HOST, FRAMELOT_PORT_8080_TCP_ADDR, … into every pod beside it. */
    private static final Pattern OF_A_KUBERNETES_SERVICE = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

    private EnvironmentNames() {}

    /** @param problems receives the variables that begin with FRAMELOT_ and mean nothing */
    static Map<String, String> values(Map<String, String> environment, List<Problem> problems) {
        Map<String, String> keyOfName = new HashMap<>();
        SettingsCatalogue.all().forEach(setting -> keyOfName.put(setting.plainEnvironmentName(), setting.key()));
        SettingsCatalogue.OTHER_NAMES.keySet().forEach(other -> keyOfName.put(Setting.environmentForm(other), other));
        List<String> known = SettingsCatalogue.all().stream().map(Setting::environmentName).toList();
        Map<String, String> plain = new TreeMap<>();
        Map<String, String> ours = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (LAUNCHER.contains(name) || OF_A_KUBERNETES_SERVICE.matcher(name).matches()) {
                return;
            }
            Map<String, String> values = name.startsWith(OURS) ? ours : plain;
            String bare = name.startsWith(OURS) ? name.substring(OURS.length()) : name;
            if (keyOfName.containsKey(bare)) {
                values.put(keyOfName.get(bare), value);
            } else if (bare.startsWith(KAFKA_PROPERTIES)) {
                values.put(KafkaPassThrough.PREFIX + bare.substring(KAFKA_PROPERTIES.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            } else if (name.startsWith(OURS) && ModelSettings.keyOf(bare).isPresent()) {
                values.put(ModelSettings.keyOf(bare).get(), value);
            } else if (name.startsWith(OURS)) {
                problems.add(new Problem(
                        name,
                        Masking.shown(name, value),
                        ConfigSources.ENVIRONMENT,
                        "is no known setting" + NearestName.to(name, known).map(near -> "; did you mean " + near + "?").orElse(""),
                        "See framelot config for all of them"));
            } else {
                KafkaPassThrough.kafkaKeyOf(name).ifPresent(kafka -> values.put(KafkaPassThrough.PREFIX + kafka, value));
            }
        });
        plain.putAll(ours);
        return plain;
    }
}
