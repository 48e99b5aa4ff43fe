package dev.framelot.load.figure;

import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameSource;
import java.util.Optional;

/** Frames captured when they are handed to the producer: what the cameras' own thread was late by is not the application's. */
final class StampedFrames implements FrameSource {
    private final FrameSource frames;

    StampedFrames(FrameSource frames) {
        this.frames = frames;
    }

    @Override
    public Optional<EncodedFrame> next(long dueAtMicros) {
        return frames.next(dueAtMicros)
                .map(frame -> new EncodedFrame(frame.camera(), frame.sequence(), frame.image(), EpochMicros.now(), frame.attributes()));
    }

    @Override
    public void close() {
        frames.close();
    }
}
