package dev.framelot.inference;

import dev.framelot.inference.graph.BadGraphException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hashes of models whose files have not changed since: same path, size and time of change. For telling what lies there; what is loaded is read and hashed
 * again. Lock: this, also while a file is read, so that two callers don't read the same weights.
 */
final class KnownHashes implements FileHash {
    /** A file that was written so shortly before may be written again within the same tick of the file system's clock. */
    private static final long SETTLED_MILLIS = 2_000;

    private final FileHash reading;
    private final Clock clock;
    /** By path, the one asked for longest ago first. */
    private final Map<Path, Hashed> known;

    /** @param most models remembered @param reading of one that is not known @param clock wall time, as files have it */
    KnownHashes(int most, FileHash reading, Clock clock) {
        this.reading = reading;
        this.clock = clock;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Hashed> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public synchronized Hashed of(Path model) throws IOException, BadGraphException {
        Hashed last = known.get(model);
        if (last != null && last.files().stream().allMatch(FileStamp::holds)) {
            return last;
        }
        known.remove(model);
        long beganMillis = clock.millis();
        Hashed hashed = reading.of(model);
        if (hashed.files().stream().allMatch(file -> file.changed().toMillis() + SETTLED_MILLIS <= beganMillis)) {
            known.put(model, hashed);
        }
        return hashed;
    }
}
