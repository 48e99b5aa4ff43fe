package dev.framelot.topology;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Frames and bytes between {@code process()} and their forwarding, of all stream threads. At either limit the consumers
 * pause, so that Kafka holds the backlog and not the heap; below three quarters of both they resume. Thread safe.
 */
public final class IntakeGate {
    private final int maxFrames;
    private final long maxBytes;
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder pauses = new LongAdder();
    private volatile boolean stopped;

    public IntakeGate(int maxFrames, long maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    void taken(int frameBytes) {
        frames.incrementAndGet();
        bytes.addAndGet(frameBytes);
    }

    void gone(int frameBytes) {
        frames.decrementAndGet();
        bytes.addAndGet(-frameBytes);
    }

    /** Whether a consumer that takes frames now should pause. */
    boolean full() {
        return stopped || frames.get() >= maxFrames || bytes.get() >= maxBytes;
    }

    /** Whether a consumer that paused may go on. */
    boolean roomAgain() {
        return !stopped && frames.get() < Math.max(1, maxFrames * 3 / 4) && bytes.get() < maxBytes / 4 * 3;
    }

    void paused() {
        pauses.increment();
    }

    /** Takes no more frames: the application drains. */
    public void stop() {
        stopped = true;
    }

    /** Frames taken and not forwarded. */
    public int framesInFlight() {
        return frames.get();
    }

    /** Their compressed bytes. */
    public long bytesInFlight() {
        return bytes.get();
    }

    /** How often a consumer went from taking to paused. */
    public long pauses() {
        return pauses.sum();
    }
}
