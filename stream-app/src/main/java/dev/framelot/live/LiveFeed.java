package dev.framelot.live;

import dev.framelot.dispatch.BatchListener;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.metrics.FateListener;
import java.util.function.LongSupplier;

/** Everything there is to watch. {@link #tick} once a second, by one thread; the rest is thread safe. */
public final class LiveFeed implements FateListener, BatchListener {
    private static final int TAPE_BATCHES = 256;
    private static final int TAPE_NOTES = 64;

    private final LongSupplier epochMicros;
    private final LongSupplier sloMicros;
    private final Tape<BatchRun> batches = new Tape<>(TAPE_BATCHES);
    private final Tape<Note> notes = new Tape<>(TAPE_NOTES);
    private final CameraTable cameras = new CameraTable();
    private final FrameSampler sampler = new FrameSampler();
    private final SecondMeter meter = new SecondMeter();
    private volatile Second lastSecond = Second.NOTHING;

    /** @param sloMicros of the objective now; 0: none */
    public LiveFeed(LongSupplier epochMicros, LongSupplier sloMicros) {
        this.epochMicros = epochMicros;
        this.sloMicros = sloMicros;
    }

    @Override
    public void took(SourceCoordinates source, FrameIdentity identity) {
        meter.took();
        cameras.took(source, identity, epochMicros.getAsLong());
    }

    @Override
    public void forwarded(Fate fate) {
        long now = epochMicros.getAsLong();
        long age = fate.identity().ageMicros(now);
        meter.outcome();
        if (fate.outcome() instanceof FrameOutcome.Detected) {
            long slo = sloMicros.getAsLong();
            meter.detected(age, slo == 0 || age <= slo);
        }
        cameras.forwarded(fate.identity().cameraId(), fate.outcome(), age);
        sampler.forwarded(fate, now, age);
    }

    @Override
    public void ran(BatchRun run) {
        batches.add(run);
        if (run.whole()) {
            meter.ran(run.batch().predictedRunNanos(), run.busyNanos());
        }
    }

    public void note(String kind, String text) {
        notes.add(new Note(epochMicros.getAsLong(), kind, text));
    }

    public void tick() {
        lastSecond = meter.next();
        cameras.tick();
    }

    /** The latest whole second. */
    public Second second() {
        return lastSecond;
    }

    public Tape<BatchRun> batches() {
        return batches;
    }

    public Tape<Note> notes() {
        return notes;
    }

    public CameraTable cameras() {
        return cameras;
    }

    public FrameSampler sampler() {
        return sampler;
    }
}
