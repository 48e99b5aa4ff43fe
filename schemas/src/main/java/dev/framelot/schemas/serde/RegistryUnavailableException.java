package dev.framelot.schemas.serde;

/** The schema registry did not answer, or not about the schema: worth another try later, nothing is known of the record. */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
