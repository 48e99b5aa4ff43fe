package dev.framelot.topology;

import dev.framelot.frame.SourceCoordinates;
import dev.framelot.image.FrameRejectedException;
import org.apache.kafka.streams.processor.api.Record;

/** Reads a record of the frames topic. Used by all stream threads at once. */
interface EnvelopeReader {
    /** @throws FrameRejectedException what the record lacks; its dead letter then carries {@link SourceIdentity} */
    FrameEnvelope read(SourceCoordinates source, Record<byte[], byte[]> record) throws FrameRejectedException;
}
