package dev.framelot.topology;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * When a stream thread can forward finished frames again. Kafka Streams runs a punctuator once its clock, which counts milliseconds,
 * shows a later one than when it ran last or was scheduled. Until then a round of the stream thread forwards nothing and leaves some
 * 12 kB of garbage, so that going round and round costs more than the frames do: it waits instead, no longer than it would have gone
 * round. Owner: the stream thread.
 */
final class ForwardingTurn {
    private static final long MILLISECOND_MICROS = 1_000;

    private final LongSupplier epochMicros;
    private final LongConsumer waitNanos;
    /** Streams' clock when punctuators ran last, or one was scheduled. */
    private long lastMillis;

    /**
     * @param epochMicros the clock that Streams reads in milliseconds
     * @param waitNanos lets the calling thread wait so long; may return early
     */
    ForwardingTurn(LongSupplier epochMicros, LongConsumer waitNanos) {
        this.epochMicros = epochMicros;
        this.waitNanos = waitNanos;
    }

    /** @param epochMillis by Streams' clock */
    void taken(long epochMillis) {
        lastMillis = epochMillis;
    }

    /** Waits until the next turn; at most a millisecond, wherever the clock may have been set. */
    void await() {
        long leftMicros = (lastMillis + 1) * MILLISECOND_MICROS - epochMicros.getAsLong();
        if (leftMicros > 0) {
            waitNanos.accept(Math.min(leftMicros, MILLISECOND_MICROS) * 1_000);
        }
    }
}
