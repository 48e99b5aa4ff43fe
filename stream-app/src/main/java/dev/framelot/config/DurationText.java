package dev.framelot.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 300us}, {@code 0.3ms}, {@code 2s}, {@code 1m}, or ISO-8601 {@code PT2S}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS_OF_UNIT = new LinkedHashMap<>();

    static {
        NANOS_OF_UNIT.put("h", 3_600_000_000_000L);
        NANOS_OF_UNIT.put("m", 60_000_000_000L);
        NANOS_OF_UNIT.put("s", 1_000_000_000L);
        NANOS_OF_UNIT.put("ms", 1_000_000L);
        NANOS_OF_UNIT.put("us", 1_000L);
        NANOS_OF_UNIT.put("ns", 1L);
    }

    private DurationText() {}

    /** @throws IllegalArgumentException when the text has no such form, is finer than 1 ns or longer than 292 years */
    public static Duration read(String text) {
        Matcher matcher = FORM.matcher(text);
        try {
            if (!matcher.matches()) {
                return Duration.parse(text.toUpperCase(Locale.ROOT));
            }
            long unit = NANOS_OF_UNIT.get(matcher.group(2).replace('µ', 'u'));
            return Duration.ofNanos(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact());
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw new IllegalArgumentException("No duration: " + text, malformed);
        }
    }

    /** In the largest unit that leaves a whole number. */
    public static String write(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0ms";
        }
        for (Map.Entry<String, Long> unit : NANOS_OF_UNIT.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        return nanos + "ns";
    }
}
