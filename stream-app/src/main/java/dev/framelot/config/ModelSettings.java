package dev.framelot.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of further models, {@code models.NAME.…}: the same few for each name that somebody uses. */
final class ModelSettings {
    static final String AREA = "models";
    private static final String PLACE = "NAME";
    private static final Pattern KEY = Pattern.compile("models\\.([^.]+)\\.(.+)");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    static final String ALLOWED_NAME = "1 to 32 lower-case letters, digits or hyphens, a letter first";

    static final Setting<Path> PATH = of("path", SettingType.path(), Optional.empty(), "-",
            "An .onnx file, or the file or folder of a model card, as inference.model; required.");
    static final Setting<List<String>> TOPICS = of("topics", SettingType.topics(), Optional.empty(), "-",
            "Topics of frames for this model alone; none: only what frame.model-attribute sends it.");
    static final Setting<Integer> LANES = of("lanes", SettingType.integer(1, 64), Optional.of(1), "threads",
            "Batches of it that run at once, and its share of the device beside the others' lanes where all have more to do than it can.");
    static final List<Setting<?>> ALL = List.of(PATH, TOPICS, LANES);

    private ModelSettings() {}

    private static <T> Setting<T> of(String last, SettingType<T> type, Optional<T> standard, String unit, String description) {
        return new Setting<>(AREA + "." + PLACE + "." + last, type, standard, false, unit, description);
    }

    /** The setting of the model of that name. */
    static <T> Setting<T> named(Setting<T> template, String name) {
        return new Setting<>(template.key().replace(PLACE, name), template.type(), template.standard(), template.required(), template.unit(), template.description());
    }

    /** Names that these keys use, usable or not. */
    static TreeSet<String> names(Iterable<String> keys) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : keys) {
            Matcher matcher = KEY.matcher(key);
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    static boolean usable(String name) {
        return NAME.matcher(name).matches() && !name.equals(NamedModel.MAIN);
    }

    /** {@code MODELS_NIGHT_SHIFT_PATH} is {@code models.night-shift.path}: a hyphen of the name is an underscore there. */
    static Optional<String> keyOf(String environmentName) {
        List<String> keys = new ArrayList<>();
        for (Setting<?> template : ALL) {
            String end = "_" + Setting.environmentForm(template.key().substring(template.key().lastIndexOf('.') + 1));
            int from = AREA.length() + 1;
            if (environmentName.startsWith("MODELS_") && environmentName.endsWith(end) && environmentName.length() > from + end.length()) {
                String name = environmentName.substring(from, environmentName.length() - end.length()).toLowerCase(Locale.ROOT).replace('_', '-');
                keys.add(template.key().replace(PLACE, name));
            }
        }
        return keys.stream().findFirst();
    }
}
