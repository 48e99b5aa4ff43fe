package dev.framelot.topology;

import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.SourceCoordinates;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Identity from the record's coordinates and key alone: deterministic, so that a second reading gives the same. */
final class SourceIdentity {
    /** Longest camera id taken from a key, characters. */
    private static final int MAX_CAMERA_ID = 256;

    private SourceIdentity() {}

    static FrameIdentity of(SourceCoordinates source, byte[] key, long timestampMillis) {
        return new FrameIdentity(source.toString(), camera(source, key), source.offset(), 0, micros(timestampMillis), Map.of());
    }

    /** The key as UTF-8; a record without a key belongs to a camera named after its partition. */
    static String camera(SourceCoordinates source, byte[] key) {
        if (key == null || key.length == 0) {
            return "partition-" + source.partition();
        }
        String camera = new String(key, StandardCharsets.UTF_8);
        return camera.length() <= MAX_CAMERA_ID ? camera : camera.substring(0, MAX_CAMERA_ID);
    }

    /** Epoch microseconds; a record without a timestamp (-1) gives 0. */
    static long micros(long timestampMillis) {
        return Math.max(0, timestampMillis) * 1_000;
    }
}
