package dev.framelot.inference;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {
    /** Returns when the clock it belongs to shows {@code deadlineNanos} or more. An interrupt does not end it, but stays set. */
    void sleepUntil(long deadlineNanos);
}
