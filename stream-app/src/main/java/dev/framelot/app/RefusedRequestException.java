package dev.framelot.app;

/** An instance answered that it did not do what was asked, or not all of it. */
final class RefusedRequestException extends StartException {
    private static final long serialVersionUID = 1L;

    /** What the instance says, in its own words. */
    private final String detail;

    RefusedRequestException(String message, String detail) {
        super(message);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
