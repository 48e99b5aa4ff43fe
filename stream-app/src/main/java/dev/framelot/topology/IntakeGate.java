package dev.framelot.topology;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Frames and bytes between {@code process()} and their forwarding, of all stream threads. At either mark the consumers
 * pause, so that Kafka holds the backlog and not the heap; below three quarters of both they resume. The mark of frames
 * follows what the batcher can use now, up to the limit of the settings.
 *
 * <p>Frames of the backfill topic wait for slack, so they may fill only half of it: the rest is always free for live ones.
 *
 * <p>Thread safe.
 */
public final class IntakeGate {
    /** Whose partitions pause together. */
    enum Share {
        LIVE,
        BACKFILL
    }

    private static final class InFlight {
        final AtomicInteger frames = new AtomicInteger();
        final AtomicLong bytes = new AtomicLong();
    }

    private final int maxFrames;
    private final long maxBytes;
    private final IntSupplier useful;
    private final Map<Share, InFlight> inFlight = new EnumMap<>(Share.class);
    private final LongAdder pauses = new LongAdder();
    private volatile boolean stopped;
    private volatile boolean held;

    /** @param useful frames worth having at hand now; asked often, by any stream thread */
    public IntakeGate(int maxFrames, long maxBytes, IntSupplier useful) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.useful = useful;
        for (Share share : Share.values()) {
            inFlight.put(share, new InFlight());
        }
    }

    void taken(Share share, long frameBytes) {
        inFlight.get(share).frames.incrementAndGet();
        inFlight.get(share).bytes.addAndGet(frameBytes);
    }

    void gone(Share share, long frameBytes) {
        inFlight.get(share).frames.decrementAndGet();
        inFlight.get(share).bytes.addAndGet(-frameBytes);
    }

    /** Whether a consumer that takes frames of this share now should pause. */
    boolean full(Share share) {
        return stopped || held || framesInFlight() >= mark() || bytesInFlight() >= maxBytes
                || share == Share.BACKFILL && (frames(share) >= maxFrames / 2 || bytes(share) >= maxBytes / 2);
    }

    /** Whether a consumer that paused may go on. */
    boolean roomAgain(Share share) {
        return !stopped && !held && below(framesInFlight(), mark()) && bytesInFlight() < maxBytes / 4 * 3
                && (share == Share.LIVE || below(frames(share), maxFrames / 2) && bytes(share) < maxBytes / 8 * 3);
    }

    void paused() {
        pauses.increment();
    }

    /** Takes no more frames: the application drains. */
    public void stop() {
        stopped = true;
    }

    /** Pauses intake until told otherwise; what is in flight goes on. */
    public void hold(boolean on) {
        held = on;
    }

    /** By {@link #hold}. */
    public boolean held() {
        return held;
    }

    /** By {@link #stop}. */
    public boolean stopped() {
        return stopped;
    }

    public int maxFrames() {
        return maxFrames;
    }

    public long maxBytes() {
        return maxBytes;
    }

    /** Whether live frames would be taken now. */
    public boolean taking() {
        return !full(Share.LIVE);
    }

    /** Frames in flight at which intake pauses now. */
    public int mark() {
        return Math.max(1, Math.min(maxFrames, useful.getAsInt()));
    }

    /** Frames taken and not forwarded. */
    public int framesInFlight() {
        return frames(Share.LIVE) + frames(Share.BACKFILL);
    }

    /** Their compressed bytes. */
    public long bytesInFlight() {
        return bytes(Share.LIVE) + bytes(Share.BACKFILL);
    }

    /** How often a consumer went from taking to paused. */
    public long pauses() {
        return pauses.sum();
    }

    private int frames(Share share) {
        return inFlight.get(share).frames.get();
    }

    private long bytes(Share share) {
        return inFlight.get(share).bytes.get();
    }

    private static boolean below(int frames, int mark) {
        return frames < Math.max(1, mark / 4 * 3 + mark % 4 * 3 / 4);
    }
}
