package dev.framelot.load.measure;

import java.time.Instant;

/** Wall time as records tell it. */
public final class EpochMicros {
    private EpochMicros() {}

    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
