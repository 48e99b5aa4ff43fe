package dev.framelot.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hashes of files that have not changed since: same path, size and time of change. For telling what lies there; what is loaded is read and hashed
 * again. Lock: this, also while a file is read, so that two callers don't read the same weights.
 */
final class KnownHashes implements FileHash {
    /** A file that was written so shortly before may be written again within the same tick of the file system's clock. */
    private static final long SETTLED_MILLIS = 2_000;

    private record Known(long bytes, FileTime changed, Object fileKey, String sha256) {
        boolean is(BasicFileAttributes file) {
            return bytes == file.size() && changed.equals(file.lastModifiedTime()) && java.util.Objects.equals(fileKey, file.fileKey());
        }
    }

    private final FileHash reading;
    private final Clock clock;
    /** By path, the one asked for longest ago first. */
    private final Map<Path, Known> known;

    /** @param most files remembered @param reading of a file that is not known @param clock wall time, as files have it */
    KnownHashes(int most, FileHash reading, Clock clock) {
        this.reading = reading;
        this.clock = clock;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public synchronized String of(Path file) throws IOException {
        BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
        Known last = known.get(file);
        if (last != null && last.is(before)) {
            return last.sha256();
        }
        known.remove(file);
        long beganMillis = clock.millis();
        String sha256 = reading.of(file);
        if (before.lastModifiedTime().toMillis() + SETTLED_MILLIS <= beganMillis) {
            known.put(file, new Known(before.size(), before.lastModifiedTime(), before.fileKey(), sha256));
        }
        return sha256;
    }
}
