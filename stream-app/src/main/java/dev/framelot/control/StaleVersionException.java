package dev.framelot.control;

/** A change was made for a version that is no more in force. */
public final class StaleVersionException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    StaleVersionException(String message) {
        super(message);
    }

    /** @param meant the version that the change was made for */
    public static StaleVersionException of(long inForce, long meant) {
        return new StaleVersionException("Changed meanwhile: version " + inForce + " is in force, this change was meant for version " + meant
                + ". Look at it (framelot mode, framelot model list) and ask again");
    }
}
