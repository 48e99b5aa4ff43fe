package dev.framelot.inference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The hash of what a card says that results depend on, whatever its order, comments, name, version and licence. Only what is written counts. */
final class CardHash {
    private static final List<String> COUNT = List.of("input", "output", "labels", "thresholds");
    /** Of a model without a card, and of a card that says nothing of that. */
    static final String NOTHING = of(Map.of());

    private CardHash() {}

    static String of(Map<?, ?> card) {
        Map<String, Object> counts = new TreeMap<>();
        COUNT.stream().filter(card::containsKey).forEach(key -> counts.put(key, card.get(key)));
        StringBuilder text = new StringBuilder();
        write(counts, text);
        return FileHash.ofText(text.toString());
    }

    /** In one way only: no text can be taken for the end of another. */
    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, inner) -> sorted.put(String.valueOf(key), inner));
            text.append('{');
            sorted.forEach((key, inner) -> {
                write(key, text);
                write(inner, text);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(inner -> write(inner, text));
            text.append(']');
        } else {
            String scalar = String.valueOf(value);
            text.append(scalar.length()).append(':').append(scalar);
        }
    }
}
