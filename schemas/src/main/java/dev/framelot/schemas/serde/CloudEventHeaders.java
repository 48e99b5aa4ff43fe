package dev.framelot.schemas.serde;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * CloudEvents in Kafka's binary content mode (CloudEvents Kafka protocol binding 1.0.2): attributes as {@code ce_} headers. What is
 * absent or unreadable is empty; nothing throws.
 *
 * @param frameId {@code ce_id}
 * @param cameraId {@code ce_subject}, else {@code ce_source}
 * @param capturedAtMicros {@code ce_time} (RFC 3339) in microseconds since the Unix epoch
 * @param contentType {@code content-type} of the value, for example image/jpeg
 */
public record CloudEventHeaders(Optional<String> frameId, Optional<String> cameraId, Optional<Long> capturedAtMicros, Optional<String> contentType) {
    private static final int LONGEST_VALUE = 1_024;

    /** Headers without {@code ce_specversion} are no CloudEvent: all empty. */
    public static CloudEventHeaders read(Headers headers) {
        if (text(headers, "ce_specversion").isEmpty()) {
            return new CloudEventHeaders(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        return new CloudEventHeaders(
                text(headers, "ce_id"),
                text(headers, "ce_subject").or(() -> text(headers, "ce_source")),
                text(headers, "ce_time").flatMap(CloudEventHeaders::micros),
                text(headers, "content-type"));
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length == 0 || header.value().length > LONGEST_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<Long> micros(String rfc3339) {
        try {
            Instant instant = OffsetDateTime.parse(rfc3339).toInstant();
            return Optional.of(Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000));
        } catch (DateTimeException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }
}
