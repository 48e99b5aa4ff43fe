package dev.framelot.schemas.serde;

/** The bytes are not a record of the type expected, and never will be: reading them again changes nothing. */
public final class SchemaMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaMismatchException(String message) {
        super(message);
    }

    public SchemaMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
