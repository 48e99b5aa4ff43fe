package dev.framelot.app;

import java.io.IOException;
import java.net.http.HttpTimeoutException;

/** A request was on its way, and its answer broke off or did not come in time: what was asked may be done all the same. */
final class LostAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    LostAnswerException(String message, IOException cause) {
        super(message, cause);
    }

    /** It may still come; else the connection has ended. */
    boolean isLate() {
        return getCause() instanceof HttpTimeoutException;
    }
}
