package dev.framelot.load.figure;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A stretch of steady work.
 *
 * @param nanos of wall time
 * @param cpuNanos of this process, all threads, collector and compiler included
 * @param allocatedBytes by this process's Java threads, without the measuring one
 */
record RateWindow(long frames, long nanos, long cpuNanos, long allocatedBytes) {
    private static final long STALLED_NANOS = 60_000_000_000L;
    private static final long LOOK_MICROS = 500;
    /** A batch's frames are counted one after the other; within this time all of them are. */
    private static final long BURST_MILLIS = 3;

    /**
     * Lets {@code skip} frames pass, then measures the next {@code frames}, from the end of one batch to the end of another.
     *
     * @param counter of finished frames
     * @param broken whether no more will be finished
     */
    static RateWindow measure(LongSupplier counter, long skip, long frames, BooleanSupplier broken) throws InterruptedException {
        long start = counter.getAsLong();
        Edge from = edgeAt(counter, start + skip, broken);
        Edge to = edgeAt(counter, from.frames() + frames, broken);
        return new RateWindow(to.frames() - from.frames(), to.nanos() - from.nanos(), to.cpuNanos() - from.cpuNanos(),
                from.threads().until(to.threads()).allocatedBytes());
    }

    double framesPerSecond() {
        return frames * 1e9 / nanos;
    }

    double cpuMillisPerFrame() {
        return cpuNanos / 1e6 / frames;
    }

    double allocatedBytesPerFrame() {
        return (double) allocatedBytes / frames;
    }

    private record Edge(long frames, long nanos, long cpuNanos, ThreadMeter threads) {}

    private static Edge edgeAt(LongSupplier counter, long frames, BooleanSupplier broken) throws InterruptedException {
        long last = -1;
        long lastNanos = System.nanoTime();
        for (long now = counter.getAsLong(); now < frames; now = counter.getAsLong()) {
            if (now != last) {
                last = now;
                lastNanos = System.nanoTime();
            } else if (System.nanoTime() - lastNanos > STALLED_NANOS) {
                throw new IllegalStateException("No frame was finished for " + STALLED_NANOS / 1_000_000_000 + " s after " + now + " frames");
            }
            if (broken.getAsBoolean()) {
                throw new IllegalStateException("What is measured ended by itself after " + counter.getAsLong() + " frames, before " + frames
                        + "; its messages above say why");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        long before = counter.getAsLong();
        while (counter.getAsLong() == before && !broken.getAsBoolean()) {
            TimeUnit.MICROSECONDS.sleep(LOOK_MICROS);
        }
        long nanos = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(BURST_MILLIS);
        return new Edge(counter.getAsLong(), nanos, processCpuNanos(), ThreadMeter.read());
    }

    static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
