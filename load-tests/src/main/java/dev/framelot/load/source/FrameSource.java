package dev.framelot.load.source;

import java.util.Optional;

/** Frames in the order in which they are to be published, cameras in turn. Belongs to one thread. */
public interface FrameSource extends AutoCloseable {

    /**
     * The next frame, or empty when the source has run dry.
     *
     * @param capturedAtMicros epoch microseconds at which the schedule wants this frame captured
     * @throws SourceException when frames can't be read
     */
    Optional<EncodedFrame> next(long capturedAtMicros);

    @Override
    default void close() {}
}
