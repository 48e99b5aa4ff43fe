package dev.framelot.load.figure;

import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source that tells the tally when the first frame was due and notes by how much the generator itself was late. Belongs to one thread. */
final class DueFrames implements FrameSource {
    private final FrameSource frames;
    private final ArrivalTimes times;
    private final OnTimeTally tally;
    private final List<Double> lateMillis = new ArrayList<>();

    DueFrames(FrameSource frames, ArrivalTimes times, OnTimeTally tally) {
        this.frames = frames;
        this.times = times;
        this.tally = tally;
    }

    @Override
    public Optional<EncodedFrame> next(long dueAtMicros) {
        tally.started(dueAtMicros - times.dueMicros(lateMillis.size()));
        lateMillis.add((EpochMicros.now() - dueAtMicros) / 1e3);
        return frames.next(dueAtMicros);
    }

    /** Read it when the generator has ended. */
    Samples lateMillis() {
        return Samples.of(lateMillis);
    }
}
