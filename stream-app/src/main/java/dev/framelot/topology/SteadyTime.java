package dev.framelot.topology;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * Kafka Streams' clock: wall time when the stream was made, and monotonic time from there, so that it never goes back. By wall time Streams
 * would run no punctuator, and so forward no frame, from when the clock is set back until it has caught up. It needs no true wall time for what
 * it does here: it measures spans (punctuators, commits, time-outs, metrics). What records say is told by the wall clock. Any thread.
 */
final class SteadyTime implements Time {
    private final LongSupplier nanoClock;
    private final long startMicros;
    private final long startNanos;

    /** @param epochMicros wall time, read once */
    SteadyTime(LongSupplier epochMicros, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startMicros = epochMicros.getAsLong();
        this.startNanos = nanoClock.getAsLong();
    }

    /** What {@link #milliseconds()} cuts off shows here. */
    long micros() {
        return startMicros + (nanoClock.getAsLong() - startNanos) / 1_000;
    }

    @Override
    public long milliseconds() {
        return micros() / 1_000;
    }

    @Override
    public long nanoseconds() {
        return nanoClock.getAsLong();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    /** The deadline is by this clock; the system's waits by its own. */
    @Override
    public void waitObject(Object lock, Supplier<Boolean> condition, long deadlineMillis) throws InterruptedException {
        SYSTEM.waitObject(lock, condition, SYSTEM.milliseconds() + deadlineMillis - milliseconds());
    }
}
