package dev.framelot.load.figure;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who takes part in the comparison, and how an instance of it is started. */
interface Contestant {
    /** As the table has it. */
    String label();

    /** Everything it is tried with before it competes; at least one. */
    List<Variant> variants(boolean quick);

    /** The command of one instance. All instances of one {@code place} share their work. */
    List<String> command(ContestTerms terms, ContestPlace place, Variant variant) throws IOException;

    /** What its user writes, in lines. */
    long userLines(Variant variant) throws IOException;

    /** What it promises, as set up here, in words. */
    String guarantee();

    /** Whether the results of a camera come in the order of its frames while nothing fails. */
    boolean keepsOrder(Variant variant);

    /**
     * One point of the grid that a contestant is tuned by.
     *
     * @param settings in the contestant's own words
     */
    record Variant(Map<String, String> settings) {
        /** @param pairs key, value, key, value, … */
        static Variant of(String... pairs) {
            Map<String, String> settings = new LinkedHashMap<>();
            for (int i = 0; i < pairs.length; i += 2) {
                settings.put(pairs[i], pairs[i + 1]);
            }
            return new Variant(Collections.unmodifiableMap(settings));
        }

        @Override
        public String toString() {
            return settings.isEmpty() ? "nothing to tune"
                    : settings.entrySet().stream().map(setting -> setting.getKey() + " " + setting.getValue()).collect(Collectors.joining(", "));
        }
    }
}
