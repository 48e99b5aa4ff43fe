package dev.framelot.load.source;

/** When each frame is to be sent, decided before the first one is: a slow broker makes frames late, never fewer. */
public interface SendTimes {
    /** Nanoseconds after the start at which frame {@code index} is due; never falls. */
    long dueNanos(long index);

    /** How many frames there are; {@link Long#MAX_VALUE} = without end. */
    long maxFrames();
}
