package dev.framelot.load.figure;

import java.time.Instant;

/** Wall time as records tell it. */
final class EpochMicros {
    private EpochMicros() {}

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
