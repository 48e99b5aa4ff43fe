package dev.framelot.load.source;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One compressed picture of one camera, ready to be published.
 *
 * @param camera also the Kafka key
 * @param sequence the camera's own count, from 0 without gaps
 * @param image JPEG or PNG; shared with the pool it comes from, so nobody may write to it
 * @param capturedAtMicros epoch microseconds
 * @param attributes free text pairs that come back with the detection, such as {@code board=<index>}
 */
public record EncodedFrame(String camera, long sequence, byte[] image, long capturedAtMicros, Map<String, String> attributes) {
    public EncodedFrame {
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(image, "image");
        attributes = Map.copyOf(attributes);
        if (sequence < 0) {
            throw new IllegalArgumentException("Frame of camera " + camera + " has the sequence " + sequence + "; it must be 0 or more.");
        }
    }

    /** Deterministic: the same camera and sequence give the same id in every run. */
    public String frameId() {
        return String.format(Locale.ROOT, "%s-%010d", camera, sequence);
    }
}
