package dev.framelot.config;

import io.smallrye.config.common.MapBackedConfigSource;
import java.util.Map;

/** Values of one source, under the name by which a person knows it. */
final class NamedValues extends MapBackedConfigSource {
    private static final long serialVersionUID = 1L;

    NamedValues(String name, Map<String, String> values, int ordinal) {
        super(name, values, ordinal);
    }
}
