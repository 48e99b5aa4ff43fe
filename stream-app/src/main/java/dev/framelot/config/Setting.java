package dev.framelot.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One setting as the catalogue describes it.
 *
 * @param key kebab-case, areas separated by dots: {@code batching.max-frames}
 * @param standard the value in force when nobody gives one; empty: none
 * @param required must be given, because no default can be right
 * @param unit what the number counts, or a dash
 * @param description one line
 */
public record Setting<T>(String key, SettingType<T> type, Optional<T> standard, boolean required, String unit, String description) {

    /** {@code batching.max-frames} is in area {@code batching}. */
    public String area() {
        return key.substring(0, key.indexOf('.'));
    }

    /** {@code batching.max-frames} is {@code FRAMELOT_BATCHING_MAX_FRAMES} in the environment. */
    public String environmentName() {
        return "FRAMELOT_" + plainEnvironmentName();
    }

    /** The name MicroProfile Config maps the key to: every other character an underscore, upper case. */
    String plainEnvironmentName() {
        return environmentForm(key);
    }

    static String environmentForm(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The default as a person writes it; empty: none. */
    public Optional<String> standardText() {
        return standard.map(type::write);
    }
}
