package dev.framelot.batching;

import java.util.Locale;
import java.util.Optional;

/** What a frame may claim of the device. */
public enum TrafficClass {
    /** Someone waits for the result: has a deadline where the mode has one. */
    LIVE,
    /** Takes padding places and slack; has no deadline. */
    BACKFILL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a name that is no class. */
    public static Optional<TrafficClass> named(String name) {
        for (TrafficClass known : values()) {
            if (known.wireName().equalsIgnoreCase(name.trim())) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
