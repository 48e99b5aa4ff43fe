package dev.framelot.config;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Merges the sources, the stronger over the weaker, and reads each setting by its type; each alone: what must hold between them is the sections'. */
final class SettingsReader {
    private final GivenSettings given = new GivenSettings();
    private final boolean brokerMustBeGiven;

    private SettingsReader(boolean brokerMustBeGiven) {
        this.brokerMustBeGiven = brokerMustBeGiven;
    }

    /** @param brokerMustBeGiven else the brokers are an empty text where nobody gave any */
    static GivenSettings read(ConfigSources from, boolean brokerMustBeGiven) {
        return new SettingsReader(brokerMustBeGiven).read(from);
    }

    private GivenSettings read(ConfigSources from) {
        List<ConfigSource> sources = from.open(given.problems());
        SmallRyeConfig config = withPreset(new SmallRyeConfigBuilder().withSources(sources).build(), sources);
        nameModels(sources);
        sources.forEach(this::refuseUnknownKeys);
        for (String name : given.models()) {
            ModelSettings.ALL.forEach(template -> takeOf(name, template, config));
        }
        SettingsCatalogue.all().forEach(setting -> take(setting, find(setting, config)));
        sources.stream().flatMap(source -> source.getPropertyNames().stream())
                .filter(name -> name.startsWith(KafkaPassThrough.PREFIX))
                .distinct()
                .sorted()
                .forEach(name -> passThrough(name, config.getConfigValue(name)));
        return given;
    }

    private void nameModels(List<ConfigSource> sources) {
        for (ConfigSource source : sources) {
            for (String name : ModelSettings.names(source.getPropertyNames())) {
                if (ModelSettings.usable(name)) {
                    given.nameModel(name);
                } else if (name.equals(NamedModel.MAIN)) {
                    given.problem(new Problem("models." + name, "", source.getName(), "is the name of inference.model, for frame.model-attribute", "Take another name, or set inference.model"));
                } else {
                    given.problem(new Problem("models." + name, "", source.getName(), "is no name for a model; it must be " + ModelSettings.ALLOWED_NAME, "Take another name"));
                }
            }
        }
    }

    private <T> void takeOf(String name, Setting<T> template, SmallRyeConfig config) {
        Setting<T> setting = ModelSettings.named(template, name);
        take(setting, config.getConfigValue(setting.key()));
    }

    /** A preset is a source below all others: what anyone sets wins. A preset that is none is refused like any other value. */
    private static SmallRyeConfig withPreset(SmallRyeConfig plain, List<ConfigSource> sources) {
        String name = plain.getConfigValue(SettingsCatalogue.BATCHING_PRESET.key()).getValue();
        Optional<ConfigSource> preset = Presets.source(name);
        if (preset.isEmpty()) {
            return plain;
        }
        List<ConfigSource> all = new ArrayList<>(sources);
        all.add(preset.get());
        return new SmallRyeConfigBuilder().withSources(all).build();
    }

    /** Under its name or its other name: the stronger source wins, and one source may say only one of them. */
    private ConfigValue find(Setting<?> setting, SmallRyeConfig config) {
        ConfigValue own = config.getConfigValue(setting.key());
        for (Map.Entry<String, String> names : SettingsCatalogue.OTHER_NAMES.entrySet()) {
            ConfigValue other = config.getConfigValue(names.getKey());
            if (!names.getValue().equals(setting.key()) || isBlank(other)) {
                continue;
            }
            if (isBlank(own) || other.getSourceOrdinal() > own.getSourceOrdinal()) {
                return other;
            }
            if (other.getSourceOrdinal() == own.getSourceOrdinal() && !other.getValue().strip().equals(own.getValue().strip())) {
                given.problem(new Problem(names.getKey(), other.getValue(), other.getSourceName(),
                        "is another name of " + setting.key() + ", which is " + own.getValue() + " there", "Keep one of them"));
            }
        }
        return own;
    }

    private static boolean isBlank(ConfigValue value) {
        return value.getValue() == null || value.getValue().isBlank();
    }

    private void refuseUnknownKeys(ConfigSource source) {
        TreeSet<String> known = new TreeSet<>();
        SettingsCatalogue.all().forEach(setting -> known.add(setting.key()));
        known.addAll(SettingsCatalogue.OTHER_NAMES.keySet());
        given.models().forEach(model -> ModelSettings.ALL.forEach(template -> known.add(ModelSettings.named(template, model).key())));
        for (String name : new TreeSet<>(source.getPropertyNames())) {
            String key = name.replaceAll("\\[\\d+]$", "");
            // Of a name that can't be used that is the problem, told once.
            boolean badName = ModelSettings.names(List.of(key)).stream().anyMatch(model -> !ModelSettings.usable(model));
            if (!badName && !known.contains(key) && !key.startsWith(KafkaPassThrough.PREFIX)) {
                String value = source.getValue(name);
                given.problem(new Problem(
                        name,
                        Masking.shown(name, value == null ? "" : value),
                        source.getName(),
                        "is no known setting" + NearestName.to(key, known).map(near -> "; did you mean " + near + "?").orElse(""),
                        "See framelot config for all of them"));
            }
        }
    }

    private <T> void take(Setting<T> setting, ConfigValue found) {
        String text = found.getValue();
        if (text == null || text.isBlank()) {
            if (setting.required() && !brokerMustBeGiven && setting == SettingsCatalogue.BOOTSTRAP_SERVERS) {
                given.put(SettingsCatalogue.BOOTSTRAP_SERVERS, "");
            } else if (setting.required()) {
                given.problem(new Problem(setting.key(), "", "", "is not given", "Set it in the file, as " + setting.environmentName() + ", or with --set "
                        + setting.key() + "=…; it must be " + setting.type().allowed()));
            } else {
                setting.standard().ifPresent(value -> given.put(setting, value));
                given.show(setting.key(), setting.standardText().orElse(""), GivenSettings.DEFAULT);
            }
            return;
        }
        try {
            T value = setting.type().read(text);
            given.put(setting, value);
            given.show(setting.key(), Masking.shown(setting.key(), setting.type().write(value)), found.getSourceName());
        } catch (IllegalArgumentException notAllowed) {
            given.problem(new Problem(
                    setting.key(), Masking.shown(setting.key(), text), found.getSourceName(), "must be " + setting.type().allowed(), "Change or remove it"));
        }
    }

    private void passThrough(String name, ConfigValue found) {
        String key = name.substring(KafkaPassThrough.PREFIX.length());
        String value = found.getValue() == null ? "" : found.getValue();
        Optional<Problem> refusal = KafkaPassThrough.refusal(key, value, found.getSourceName());
        if (refusal.isPresent()) {
            given.problem(refusal.get());
        } else {
            given.passThrough(key, value);
            given.show(name, Masking.shown(key, value), found.getSourceName());
        }
    }
}
