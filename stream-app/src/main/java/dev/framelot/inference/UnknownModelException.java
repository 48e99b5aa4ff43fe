package dev.framelot.inference;

import java.util.List;

/** A name that the folder of models does not have. */
public final class UnknownModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final List<String> known;

    UnknownModelException(String message, List<String> known) {
        super(message);
        this.known = List.copyOf(known);
    }

    /** The names that there are. */
    public List<String> known() {
        return known;
    }
}
