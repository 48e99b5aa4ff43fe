package dev.framelot.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 8MiB} (8 x 1024 x 1024), {@code 64KB} (64 x 1000), or plain bytes. */
public final class SizeText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([kmg]i?b|b)?");
    private static final Map<String, Long> BYTES_OF_UNIT = new LinkedHashMap<>();

    static {
        BYTES_OF_UNIT.put("GiB", 1L << 30);
        BYTES_OF_UNIT.put("GB", 1_000_000_000L);
        BYTES_OF_UNIT.put("MiB", 1L << 20);
        BYTES_OF_UNIT.put("MB", 1_000_000L);
        BYTES_OF_UNIT.put("KiB", 1L << 10);
        BYTES_OF_UNIT.put("KB", 1_000L);
        BYTES_OF_UNIT.put("B", 1L);
    }

    private SizeText() {}

    /** @return bytes @throws IllegalArgumentException when the text has no such form or is no whole number of bytes */
    public static long read(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT).replace("_", ""));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("No size: " + text);
        }
        String named = matcher.group(2) == null ? "b" : matcher.group(2);
        long unit = BYTES_OF_UNIT.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(named))
                .findFirst()
                .orElseThrow()
                .getValue();
        try {
            return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
        } catch (ArithmeticException inexact) {
            throw new IllegalArgumentException("No whole number of bytes: " + text, inexact);
        }
    }

    /** In the largest binary unit that leaves a whole number; otherwise plain bytes. */
    public static String write(long bytes) {
        for (Map.Entry<String, Long> unit : BYTES_OF_UNIT.entrySet()) {
            if (unit.getKey().endsWith("iB") && bytes > 0 && bytes % unit.getValue() == 0) {
                return bytes / unit.getValue() + unit.getKey();
            }
        }
        return String.valueOf(bytes);
    }
}
