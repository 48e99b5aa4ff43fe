package dev.framelot.inference.profile;

/** Not even the first batch size can be used. */
public final class NothingFitsException extends Exception {
    private static final long serialVersionUID = 1L;

    NothingFitsException(String model, Finding finding) {
        super("No batch size is usable for " + model + ": " + finding.sentence());
    }
}
