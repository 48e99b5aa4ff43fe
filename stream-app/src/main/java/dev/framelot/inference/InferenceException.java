package dev.framelot.inference;

/** A model could not be loaded or a batch could not run. The kind says what may be done about it. */
public final class InferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, by remedy. */
    public enum Kind {
        /** The model, its card or a setting is wrong: refuse at start. */
        UNUSABLE_MODEL,
        /** The device has no room for this shape: a smaller one may run. */
        OUT_OF_MEMORY,
        /** The run of this batch failed for no reason known: a frame in it may be to blame, or the device. */
        BATCH_FAILED,
        /** The device or the runtime is lost: stop emitting, do not commit, exit. */
        DEVICE_LOST
    }

    private final Kind kind;

    public InferenceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public InferenceException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** The message on one line. */
    public String sentence() {
        return String.valueOf(getMessage()).replace(":\n  - ", ": ").replace("\n  - ", "; ").replace('\n', ' ');
    }
}
