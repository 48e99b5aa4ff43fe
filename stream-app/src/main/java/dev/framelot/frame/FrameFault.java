package dev.framelot.frame;

/**
 * Why a frame can't become a detection: the reason of its dead letter.
 *
 * @param reason one of the closed set below
 * @param detail what was tried, the value, the limit, the remedy, in one sentence
 */
public record FrameFault(Reason reason, String detail) {

    /** The closed set of reasons; {@link #wireName()} is what stands in records, logs and metrics. */
    public enum Reason {
        EMPTY,
        UNSUPPORTED_FORMAT,
        TRUNCATED,
        CORRUPT,
        TOO_MANY_PIXELS,
        TOO_MANY_SCANS,
        TOO_LARGE,
        SCHEMA,
        REF_FORBIDDEN,
        REF_UNAVAILABLE,
        REF_MISMATCH,
        UNKNOWN_MODEL,
        MODEL_OUTPUT,
        INFERENCE_FAILED;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
