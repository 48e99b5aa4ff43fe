package dev.framelot.load.simulate;

/** What goes wrong with the device at some time, {@code fromNanos} in and {@code toNanos} out, in virtual time. */
public sealed interface DeviceFault {
    long fromNanos();

    long toNanos();

    default boolean now(long nanos) {
        return nanos >= fromNanos() && nanos < toNanos();
    }

    /** Every run takes this many times longer (or shorter, below 1). */
    record SlowDown(long fromNanos, long toNanos, double factor) implements DeviceFault {}

    /** Nothing ends before the stall does: a sink, a driver or a collector that holds all up. */
    record Stall(long fromNanos, long toNanos) implements DeviceFault {}

    /** Another model with its own curve. @param told the batcher hears of it and of the curve, as when a warm model is swapped in */
    record Swap(long fromNanos, long toNanos, Curve curve, boolean told) implements DeviceFault {
        public Swap(long fromNanos, long toNanos, Curve curve) {
            this(fromNanos, toNanos, curve, false);
        }
    }

    /** Shapes above this find no memory. */
    record NoRoom(long fromNanos, long toNanos, int largestThatFits) implements DeviceFault {}
}
