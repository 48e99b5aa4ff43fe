package dev.framelot.inference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One mapping of a model card. A key that is not there is empty; a value that can't be read is empty too and adds a sentence to
 * the card's problems, so that all problems are found in one pass. Scalars arrive as the text that stands in the file.
 */
final class CardSection {
    private final String prefix;
    private final Map<?, ?> values;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();

    private CardSection(String prefix, Map<?, ?> values, List<String> problems) {
        this.prefix = prefix;
        this.values = values;
        this.problems = problems;
    }

    static CardSection root(Map<?, ?> values, List<String> problems) {
        return new CardSection("", values, problems);
    }

    CardSection section(String key) {
        Object value = value(key);
        if (value instanceof Map<?, ?> map) {
            return new CardSection(prefix + key + ".", map, problems);
        }
        if (value != null) {
            problem(key, "must be a mapping");
        }
        return new CardSection(prefix + key + ".", Map.of(), problems);
    }

    Optional<String> text(String key, String meaning) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.isBlank()) {
            problem(key, "must be a text: " + meaning);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    Optional<String> oneOf(String key, List<String> choices) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!choices.contains(value)) {
            problem(key, "is '" + value + "', must be " + (choices.size() < 4 ? String.join(" or ", choices) : "one of " + String.join(", ", choices)));
            return Optional.empty();
        }
        return Optional.of((String) value);
    }

    OptionalInt whole(String key, int least, int most) {
        Object value = value(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value.toString());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException notWhole) {
            // Told below, with the value.
        }
        problem(key, "is '" + value + "', must be a whole number " + least + ".." + most);
        return OptionalInt.empty();
    }

    Optional<Float> fraction(String key) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Float> number = CardNumber.of(value).filter(n -> n >= 0 && n <= 1).map(Double::floatValue);
        if (number.isEmpty()) {
            problem(key, "is '" + value + "', must be a number 0..1");
        }
        return number;
    }

    /** One number for all three channels, or a list of three; a number may be written as a fraction, 1/255. */
    Optional<List<Double>> channels(String key) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        List<?> given = value instanceof List<?> list ? list : List.of(value, value, value);
        List<Double> numbers = given.stream().flatMap(entry -> CardNumber.of(entry).stream()).toList();
        if (given.size() != 3 || numbers.size() != 3) {
            problem(key, "is '" + value + "', must be a number or three in the order of the model's channels, such as 1/255 or [0.485, 0.456, 0.406]");
            return Optional.empty();
        }
        return Optional.of(numbers);
    }

    /** A list of different texts, at least one. */
    Optional<List<String>> texts(String key, String meaning) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            problem(key, "must be a list of texts: " + meaning);
            return Optional.empty();
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
        return Optional.of(texts);
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

    private Object value(String key) {
        known.add(key);
        return values.get(key);
    }
}
