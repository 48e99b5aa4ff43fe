package dev.framelot.inference.profile;

/** A profile file that can't be used. */
public final class BadProfileException extends Exception {
    private static final long serialVersionUID = 1L;

    BadProfileException(String message) {
        super(message);
    }
}
