package dev.framelot.load.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** {@code frame.format: image}: the image itself, keyed by the camera; identity in headers. */
public final class BareImages implements FrameEncoding {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, EncodedFrame frame) {
        List<Header> headers = List.of(
                header("frame-id", frame.frameId()),
                header("sequence", String.valueOf(frame.sequence())),
                header("captured-at-micros", String.valueOf(frame.capturedAtMicros())));
        return new ProducerRecord<>(
                topic, null, frame.capturedAtMicros() / 1_000, frame.camera().getBytes(StandardCharsets.UTF_8), frame.image(), headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
