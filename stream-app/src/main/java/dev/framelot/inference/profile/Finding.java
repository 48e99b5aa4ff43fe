package dev.framelot.inference.profile;

import java.util.OptionalInt;

/**
 * How a search ended.
 *
 * @param chosen largest shape to use, always one that ran; empty where not even the first did as it must
 * @param sentence what stopped it, with its figures
 */
public record Finding(OptionalInt chosen, StoppedBy by, String sentence) {
    public enum StoppedBy {
        MEMORY,
        PLATEAU,
        SLO,
        /** The largest batch that was allowed has run. */
        LIMIT,
        /** The model takes one size, or none above the chosen one. */
        MODEL
    }
}
