package dev.framelot.batching;

import java.util.Locale;

/** Why a frame was left out. */
public enum ShedReason {
    /** Even alone and at once it would end after its deadline. */
    LATE,
    /** It could be on time only at the price of more frames behind it. */
    OVERLOAD,
    /** A newer frame of the same camera waits, and the class keeps the latest only. */
    SUPERSEDED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
