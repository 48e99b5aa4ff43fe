package dev.framelot.batching;

/** Answer to an offered frame. */
public sealed interface Admission {
    /** The frame waits here now. */
    record Accepted() implements Admission {}

    /** The frame was not taken. @param why with the value and the limit */
    record Refused(String why) implements Admission {}
}
