package dev.framelot.load.run;

import dev.framelot.batching.TrafficClass;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.SendTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trace's arrivals as frames, with the trace's own cameras. Belongs to the sending thread; {@link #startMicros} may be asked by any. */
final class TraceFrames implements FrameSource, SendTimes {
    /** Cameras of backfill are named so; the encoding and the reader tell them by it. */
    static final String BACKFILL = "backfill-";

    private final Trace trace;
    private final String prefix;
    private final List<byte[]> pictures;
    private final Map<String, Long> sequences = new HashMap<>();
    private int index;
    private volatile long startMicros;

    /** @param prefix of every camera's name, so that no two traces of one run share a camera */
    TraceFrames(Trace trace, String prefix, List<byte[]> pictures) {
        this.trace = trace;
        this.prefix = prefix;
        this.pictures = pictures;
    }

    static boolean isBackfill(String camera) {
        return camera.startsWith(BACKFILL);
    }

    @Override
    public Optional<EncodedFrame> next(long capturedAtMicros) {
        if (index >= trace.frames()) {
            return Optional.empty();
        }
        Trace.Arrival arrival = trace.arrivals().get(index);
        if (index == 0) {
            startMicros = capturedAtMicros - arrival.atNanos() / 1_000;
        }
        String camera = (arrival.trafficClass() == TrafficClass.BACKFILL ? BACKFILL : "") + prefix + arrival.camera();
        long sequence = sequences.merge(camera, 1L, Long::sum) - 1;
        return Optional.of(new EncodedFrame(camera, sequence, pictures.get(index++ % pictures.size()), capturedAtMicros, Map.of()));
    }

    @Override
    public long dueNanos(long at) {
        return trace.arrivals().get((int) at).atNanos();
    }

    @Override
    public long maxFrames() {
        return trace.frames();
    }

    /** Epoch microseconds of the schedule's beginning; 0 before the first frame. */
    long startMicros() {
        return startMicros;
    }
}
