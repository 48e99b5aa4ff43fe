package dev.framelot.topology;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Waits until a task can forward finished frames again. Kafka Streams runs a task's punctuator once its clock, which counts milliseconds,
 * shows a later one than when it ran last or was scheduled. Until then a round of the stream thread forwards nothing of that task and leaves
 * some 12 kB of garbage, so that going round and round costs more than the frames do: it waits instead. What gets done or arrives during
 * the wait waits with it, less than a millisecond. Owner: the stream thread.
 */
final class ForwardingTurn {
    private static final long MILLISECOND_MICROS = 1_000;

    private final LongSupplier epochMicros;
    private final LongConsumer waitNanos;

    /**
     * @param epochMicros the clock that Streams reads in milliseconds
     * @param waitNanos lets the calling thread wait so long; may return early
     */
    ForwardingTurn(LongSupplier epochMicros, LongConsumer waitNanos) {
        this.epochMicros = epochMicros;
        this.waitNanos = waitNanos;
    }

    /**
     * Until the millisecond after that one; never more than a millisecond.
     *
     * @param takenMillis when the punctuator ran last, or was scheduled
     */
    void awaitAfter(long takenMillis) {
        long leftMicros = (takenMillis + 1) * MILLISECOND_MICROS - epochMicros.getAsLong();
        if (leftMicros > 0) {
            waitNanos.accept(Math.min(leftMicros, MILLISECOND_MICROS) * 1_000);
        }
    }
}
