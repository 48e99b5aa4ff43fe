package dev.framelot.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody most likely meant. */
public final class NearestName {
    private NearestName() {}

    /** The known name that is the fewest edits away, if that is close enough to be worth saying. */
    public static Optional<String> to(String given, Collection<String> known) {
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            int edits = Math.min(edits(plain(given), plain(candidate)), 1 + editsOfLastPart(given, candidate));
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return fewest <= worthSaying(plain(given)) ? Optional.of(nearest) : Optional.empty();
    }

    /** {@code max-frames} alone, or in the wrong area, is most likely {@code batching.max-frames}. */
    private static int editsOfLastPart(String given, String candidate) {
        String last = plain(lastPart(given));
        int edits = edits(last, plain(lastPart(candidate)));
        return edits <= worthSaying(last) / 2 ? edits : plain(given).length();
    }

    private static int worthSaying(String plain) {
        return Math.max(2, plain.length() / 4);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein distance in two rows. */
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
