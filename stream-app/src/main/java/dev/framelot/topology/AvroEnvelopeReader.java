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
    private final int maxImageBytes;
    private final ReferenceReader references;

    /** @param maxImageBytes that a record may carry; what it refers to may be larger */
    AvroEnvelopeReader(AvroCodec<CameraFrame> codec, int maxImageBytes, ReferenceReader references) {
        this.codec = codec;
        this.maxImageBytes = maxImageBytes;
        this.references = references;
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
        boolean carried = frame.getImage() != null && frame.getImage().hasRemaining();
        if (!carried && frame.getReference() == null) {
            throw new FrameRejectedException(Reason.EMPTY, "frame " + frame.getFrameId() + " carries neither image bytes nor a reference");
        }
        if (carried && frame.getImage().remaining() > maxImageBytes) {
            throw new FrameRejectedException(Reason.TOO_LARGE, "the image has " + frame.getImage().remaining() + " bytes, the limit is " + maxImageBytes
                    + " (frame.max-bytes); send smaller frames, refer to them (claim-check.roots), or raise the limit");
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
                carried ? frame.getImage() : null,
                carried ? Optional.empty() : Optional.of(references.read(frame.getReference())),
                frame.getDeadlineMicros() == null ? OptionalLong.empty() : OptionalLong.of(frame.getDeadlineMicros()),
                Optional.ofNullable(frame.getTrafficClass()));
    }
}
