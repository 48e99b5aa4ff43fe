package dev.framelot.topology;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.schemas.serde.CloudEventHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * {@code frame.format: image}: the value is the JPEG or PNG itself, the key names the camera. Optional headers:
 * {@code frame-id}, {@code sequence}, {@code captured-at-micros}, {@code deadline-micros}, {@code traffic-class} and that of {@code frame.model-attribute} as text, or CloudEvents in binary mode; what is absent or
 * unreadable comes from the record's coordinates.
 */
final class ImageEnvelopeReader implements EnvelopeReader {
    private final Optional<String> attribute;

    /** @param attribute a header of this name becomes the frame's attribute of that name */
    ImageEnvelopeReader(Optional<String> attribute) {
        this.attribute = attribute;
    }

    @Override
    public FrameEnvelope read(SourceCoordinates source, Record<byte[], byte[]> record) throws FrameRejectedException {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            throw new FrameRejectedException(
                    Reason.EMPTY, "the record at " + source + (value == null ? " is a tombstone (null value)" : " has a value of 0 bytes"));
        }
        Headers headers = record.headers();
        CloudEventHeaders event = CloudEventHeaders.read(headers);
        boolean keyed = record.key() != null && record.key().length > 0;
        return new FrameEnvelope(
                new FrameIdentity(
                        text(headers, "frame-id").or(event::frameId).orElse(source.toString()),
                        keyed ? SourceIdentity.camera(source, record.key()) : event.cameraId().orElse(SourceIdentity.camera(source, null)),
                        number(headers, "sequence").orElse(source.offset()),
                        number(headers, "captured-at-micros").or(event::capturedAtMicros).orElse(0L),
                        SourceIdentity.micros(record.timestamp()),
                        attribute.flatMap(name -> text(headers, name).map(model -> Map.of(name, model))).orElse(Map.of())),
                ByteBuffer.wrap(value),
                Optional.empty(),
                number(headers, "deadline-micros").map(OptionalLong::of).orElse(OptionalLong.empty()),
                text(headers, "traffic-class"));
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length == 0 || header.value().length > 1_024
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<Long> number(Headers headers, String name) {
        return text(headers, name).flatMap(text -> {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException unreadable) {
                return Optional.empty();
            }
        });
    }
}
