package dev.framelot.frame;

import java.util.Map;
import java.util.Objects;

/**
 * What a producer says of a frame, copied unchanged to every record about it.
 *
 * @param frameId deterministic and unique, so that consumers can be idempotent
 * @param cameraId the camera; also the Kafka key, so that one camera's frames stay in order
 * @param sequence the camera's own count, or -1 where the producer gives none
 * @param capturedAtMicros epoch microseconds of capture, or 0 where unknown
 * @param appendedAtMicros epoch microseconds at which the broker (or the producer, by topic setting) stamped the record
 * @param attributes free text pairs, copied
 */
public record FrameIdentity(
        String frameId,
        String cameraId,
        long sequence,
        long capturedAtMicros,
        long appendedAtMicros,
        Map<String, String> attributes) {
    public FrameIdentity {
        Objects.requireNonNull(frameId, "frameId");
        Objects.requireNonNull(cameraId, "cameraId");
        attributes = Map.copyOf(attributes);
    }

    private static final long DAY_MICROS = 86_400_000_000L;

    /** Microseconds since its capture, or since its append where the camera's clock is not to be believed; at least 0. */
    public long ageMicros(long nowMicros) {
        boolean believable = capturedAtMicros > 0 && capturedAtMicros <= nowMicros && nowMicros - capturedAtMicros < DAY_MICROS;
        long began = believable ? capturedAtMicros : appendedAtMicros;
        return began <= 0 ? 0 : Math.max(0, nowMicros - began);
    }
}
