package dev.framelot.inference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One mapping of a model card. Every read that fails adds a sentence to the card's problems and answers a harmless value, so
 * that all problems are found in one pass. Scalars arrive as the text that stands in the file.
 */
final class CardSection {
    private final String prefix;
    private final Map<?, ?> values;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final boolean absent;

    private CardSection(String prefix, Map<?, ?> values, List<String> problems, boolean absent) {
        this.prefix = prefix;
        this.values = values;
        this.problems = problems;
        this.absent = absent;
    }

    static CardSection root(Map<?, ?> values, List<String> problems) {
        return new CardSection("", values, problems, false);
    }

    CardSection section(String key) {
        Object value = value(key, "a mapping");
        if (value instanceof Map<?, ?> map) {
            return new CardSection(prefix + key + ".", map, problems, false);
        }
        if (value != null) {
            problem(key, "must be a mapping");
        }
        return new CardSection(prefix + key + ".", Map.of(), problems, true);
    }

    String text(String key, String meaning) {
        Object value = value(key, meaning);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text) || text.isBlank()) {
            problem(key, "must be a text: " + meaning);
            return "";
        }
        return text;
    }

    /** @param choices the first is also the answer where the text is none of them */
    String oneOf(String key, List<String> choices) {
        String expected = String.join(" or ", choices);
        Object value = value(key, expected);
        if (value == null) {
            return choices.get(0);
        }
        if (!choices.contains(value)) {
            problem(key, "is '" + value + "', must be " + expected);
            return choices.get(0);
        }
        return (String) value;
    }

    int whole(String key, int least, int most) {
        String meaning = "a whole number " + least + ".." + most;
        Object value = value(key, meaning);
        if (value == null) {
            return least;
        }
        try {
            int number = Integer.parseInt(value.toString());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            // Told below, with the value.
        }
        problem(key, "is '" + value + "', must be " + meaning);
        return least;
    }

    float fraction(String key) {
        Object value = value(key, "a number 0..1");
        if (value == null) {
            return 0;
        }
        try {
            float number = Float.parseFloat(value.toString());
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the value.
        }
        problem(key, "is '" + value + "', must be a number 0..1");
        return 0;
    }

    /** A list of different texts, at least one. */
    List<String> texts(String key, String meaning) {
        Object value = value(key, meaning);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            problem(key, "must be a list of texts: " + meaning);
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Object entry : list) {
            if (!(entry instanceof String text) || text.isBlank()) {
                problem(key, "has at place " + texts.size() + " something that is not a text");
                texts.add("");
                continue;
            }
            if (!seen.add(text)) {
                problem(key, "names '" + text + "' twice");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Names the keys that nobody asked for. */
    void refuseUnknown() {
        for (Object key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add(prefix + key + " is not a key of a model card; known here: " + String.join(", ", known));
            }
        }
    }

    void problem(String key, String sentence) {
        problems.add(prefix + key + " " + sentence);
    }

    private Object value(String key, String meaning) {
        known.add(key);
        Object value = values.get(key);
        if (value == null && !absent) {
            problem(key, "is missing: " + meaning);
        }
        return value;
    }
}
