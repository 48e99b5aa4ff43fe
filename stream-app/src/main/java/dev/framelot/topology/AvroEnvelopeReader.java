package dev.framelot.topology;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.SchemaMismatchException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.Record;

/** {@code frame.format: avro}: the value is a {@code CameraFrame}. */
final class AvroEnvelopeReader implements EnvelopeReader {
    private final AvroCodec<CameraFrame> codec;

    AvroEnvelopeReader(AvroCodec<CameraFrame> codec) {
        this.codec = codec;
    }

    @Override
    public FrameEnvelope read(SourceCoordinates source, Record<byte[], byte[]> record) throws FrameRejectedException {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            throw new FrameRejectedException(
                    Reason.EMPTY, "the record at " + source + (value == null ? " is a tombstone (null value)" : " has a value of 0 bytes"));
        }
        CameraFrame frame;
        try {
            frame = codec.decode(value);
        } catch (SchemaMismatchException mismatch) {
            throw new FrameRejectedException(Reason.SCHEMA, "the record at " + source + " is not readable as CameraFrame: " + mismatch.getMessage());
        }
        if (frame.getImage() == null || !frame.getImage().hasRemaining()) {
            if (frame.getReference() != null) {
                throw new FrameRejectedException(
                        Reason.REF_UNAVAILABLE,
                        "frame " + frame.getFrameId() + " refers to " + frame.getReference().getUri()
                                + ": this version reads only frames that carry their bytes; send them in 'image'");
            }
            throw new FrameRejectedException(Reason.EMPTY, "frame " + frame.getFrameId() + " carries neither image bytes nor a reference");
        }
        String camera = frame.getCameraId().isEmpty() ? SourceIdentity.camera(source, record.key()) : frame.getCameraId();
        String frameId = frame.getFrameId().isEmpty() ? source.toString() : frame.getFrameId();
        return new FrameEnvelope(
                new FrameIdentity(
                        frameId,
                        camera,
                        frame.getSequence(),
                        frame.getCapturedAtMicros(),
                        SourceIdentity.micros(record.timestamp()),
                        frame.getAttributes()),
                frame.getImage(),
                frame.getDeadlineMicros() == null ? OptionalLong.empty() : OptionalLong.of(frame.getDeadlineMicros()),
                Optional.ofNullable(frame.getTrafficClass()));
    }
}
