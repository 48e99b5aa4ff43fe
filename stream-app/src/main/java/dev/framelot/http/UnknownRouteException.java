package dev.framelot.http;

import java.util.List;

/** A name that no model of this instance has in the settings. */
public final class UnknownRouteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final List<String> known;

    public UnknownRouteException(String name, List<String> known) {
        super("No model of this instance has the name '" + name + "'; there are: " + String.join(", ", known)
                + " (main is inference.model, the others are named by the settings models.NAME)");
        this.known = List.copyOf(known);
    }

    /** The names that there are. */
    public List<String> known() {
        return known;
    }
}
