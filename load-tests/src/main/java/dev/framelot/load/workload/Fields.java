package dev.framelot.load.workload;

import dev.framelot.config.DurationText;
import dev.framelot.config.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One mapping of a workload file: gives typed values, notes each problem with its place, and knows what nobody asked for. */
final class Fields {
    private final String path;
    private final Map<String, Object> content = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> problems;

    Fields(String path, Map<?, ?> content, List<String> problems) {
        this.path = path;
        this.problems = problems;
        content.forEach((key, value) -> this.content.put(String.valueOf(key), value));
    }

    boolean has(String key) {
        return content.containsKey(key);
    }

    void problem(String key, String what) {
        problems.add((path.isEmpty() ? "" : path + ".") + key + ": " + what);
    }

    Optional<String> text(String key) {
        known.add(key);
        Object value = content.get(key);
        if (value instanceof Map || value instanceof List) {
            problem(key, "is a " + (value instanceof Map ? "mapping" : "list") + ", expected is one value");
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(String::valueOf).map(String::strip).filter(text -> !text.isEmpty());
    }

    String required(String key, String meaning) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            problem(key, "is absent; expected is " + meaning);
        }
        return text.orElse("");
    }

    <E extends Enum<E>> E oneOf(String key, Class<E> type, E standard) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        for (E choice : type.getEnumConstants()) {
            if (wire(choice).equals(text.get())) {
                return choice;
            }
        }
        List<String> names = new ArrayList<>();
        for (E choice : type.getEnumConstants()) {
            names.add(wire(choice));
        }
        problem(key, "is '" + text.get() + "', allowed are " + String.join(", ", names));
        return standard;
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Optional<Double> number(String key, double least, double most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            double value = Double.parseDouble(text.get());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException malformed) {
            // Said below.
        }
        problem(key, "is '" + text.get() + "', allowed is a number from " + plain(least) + " to " + plain(most));
        return Optional.empty();
    }

    int whole(String key, int least, int most, int standard) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException malformed) {
            // Said below.
        }
        problem(key, "is '" + text.get() + "', allowed is a whole number from " + least + " to " + most);
        return standard;
    }

    Optional<Duration> duration(String key, Duration least, Duration most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration value = DurationText.read(text.get());
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return Optional.of(value);
            }
        } catch (IllegalArgumentException malformed) {
            // Said below.
        }
        problem(key, "is '" + text.get() + "', allowed is a time from " + DurationText.write(least) + " to " + DurationText.write(most));
        return Optional.empty();
    }

    /** An empty one where it is absent. */
    Fields section(String key) {
        known.add(key);
        Object value = content.get(key);
        if (value != null && !(value instanceof Map)) {
            problem(key, "is '" + value + "', expected is a mapping");
        }
        return new Fields(path.isEmpty() ? key : path + "." + key, value instanceof Map<?, ?> map ? map : Map.of(), problems);
    }

    List<Fields> sections(String key) {
        known.add(key);
        Object value = content.get(key);
        List<Fields> sections = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> map) {
                    sections.add(new Fields((path.isEmpty() ? key : path + "." + key) + "[" + i + "]", map, problems));
                } else {
                    problem(key + "[" + i + "]", "is '" + list.get(i) + "', expected is a mapping");
                }
            }
        } else if (value != null) {
            problem(key, "is '" + value + "', expected is a list");
        }
        return sections;
    }

    /** Every pair, as text; all names are allowed. */
    Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        content.forEach((key, value) -> text(key).ifPresent(text -> pairs.put(key, text)));
        return pairs;
    }

    void refuseUnknown() {
        content.keySet().stream().filter(key -> !known.contains(key)).forEach(key ->
                problem(key, "is not known here" + NearestName.to(key, known).map(near -> "; did you mean " + near + "?").orElse("; known are " + String.join(", ", known))));
    }

    static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
