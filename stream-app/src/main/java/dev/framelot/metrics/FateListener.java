package dev.framelot.metrics;

import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import java.nio.ByteBuffer;

/** Hears of every frame on the stream threads: must return at once and must not throw. */
public interface FateListener {

    /** A record was taken in. */
    void took(SourceCoordinates source, FrameIdentity identity);

    /** Its outcome was forwarded; the transaction that holds it may still be aborted. */
    void forwarded(Fate fate);

    /**
     * @param image the compressed image, not to be written to; null where the record held none
     * @param traceparent as it came, checked; null where there was none
     * @param emitWaitNanos from the outcome until it was forwarded
     */
    record Fate(SourceCoordinates source, FrameIdentity identity, FrameOutcome outcome, ByteBuffer image, String traceparent, long emitWaitNanos) {}

    /** Tells both, in this order. */
    default FateListener and(FateListener other) {
        FateListener first = this;
        return new FateListener() {
            @Override
            public void took(SourceCoordinates source, FrameIdentity identity) {
                first.took(source, identity);
                other.took(source, identity);
            }

            @Override
            public void forwarded(Fate fate) {
                first.forwarded(fate);
                other.forwarded(fate);
            }
        };
    }
}
