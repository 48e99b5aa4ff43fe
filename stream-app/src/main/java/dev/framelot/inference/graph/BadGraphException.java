package dev.framelot.inference.graph;

/** A file that is no ONNX graph that can be worked on; the message is one sentence for a person. */
public final class BadGraphException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadGraphException(String message) {
        super(message);
    }
}
