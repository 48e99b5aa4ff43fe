package dev.framelot.inference.profile;

/** A shape that did not run. @param why in words, as the engine said it */
public record Refusal(int shape, Cause cause, String why) {
    public enum Cause {
        /** No room for it, tried or plainly foreseen. */
        MEMORY,
        /** The model itself does not run in this shape. */
        MODEL
    }
}
