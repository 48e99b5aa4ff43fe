package dev.framelot.inference;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sleeps to within microseconds: parks until shortly before the deadline, then spins. A park ends tens of microseconds late, so
 * a declared cost of 1 ms would be 5 % off by parking alone.
 */
public final class PreciseSleeper implements Sleeper {
    /** The most that is spun, so that a core is not burnt for a device that does not exist. */
    static final long SPIN_NANOS = 100_000;

    private final LongSupplier nanoClock;
    private final LongConsumer park;

    public PreciseSleeper() {
        this(System::nanoTime, LockSupport::parkNanos);
    }

    /** @param park waits about so many nanoseconds, perhaps more or less */
    PreciseSleeper(LongSupplier nanoClock, LongConsumer park) {
        this.nanoClock = nanoClock;
        this.park = park;
    }

    @Override
    public void sleepUntil(long deadlineNanos) {
        boolean interrupted = false;
        while (true) {
            long restNanos = deadlineNanos - nanoClock.getAsLong();
            if (restNanos <= 0) {
                break;
            }
            if (restNanos > SPIN_NANOS) {
                // A set interrupt would let every park return at once.
                interrupted |= Thread.interrupted();
                park.accept(restNanos - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
