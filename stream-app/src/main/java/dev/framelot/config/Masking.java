package dev.framelot.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which values are never shown: passwords, keys, JAAS lines, tokens, and the user part of an address. */
public final class Masking {
    public static final String MASK = "********";
    private static final Pattern SECRET = Pattern.compile("password|secret|jaas|token|credential|user\\.info|\\.key$|api[.-]key");
    private static final Pattern ONLY_A_PLACE = Pattern.compile("\\.(url|location|class|type|ms)$");
    private static final Pattern USER_OF_ADDRESS = Pattern.compile("(?<=://)[^/@\\s]+@");

    private Masking() {}

    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRET.matcher(lower).find() && !ONLY_A_PLACE.matcher(lower).find();
    }

    /** The value as it may be shown. */
    public static String shown(String key, String value) {
        if (value.isEmpty()) {
            return value;
        }
        return isSecret(key) ? MASK : USER_OF_ADDRESS.matcher(value).replaceAll(MASK + "@");
    }
}
