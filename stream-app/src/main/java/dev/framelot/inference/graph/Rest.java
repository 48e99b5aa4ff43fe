package dev.framelot.inference.graph;

/** The fields of a message that are not modelled here, carried from reading to writing. */
public final class Rest {
    public static final Rest NONE = new Rest(Fields.NONE);

    private final Fields fields;

    Rest(Fields fields) {
        this.fields = fields;
    }

    Fields fields() {
        return fields;
    }
}
