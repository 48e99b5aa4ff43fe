package dev.framelot.inference.graph;

/** What one file may cost to read. Mutable; owner: one call of {@link ModelFile#read}. */
final class ReadLimits {
    /** A graph with 20,000 nodes has about 500,000. A file of empty messages would turn each two bytes into an object. */
    static final int MOST_FIELDS = 4_000_000;
    /** Subgraphs inside subgraphs. */
    static final int DEEPEST = 16;

    private int fieldsLeft = MOST_FIELDS;

    void spendField() throws BadGraphException {
        if (--fieldsLeft < 0) {
            throw new BadGraphException("it has more than " + MOST_FIELDS + " fields, which no real model has");
        }
    }

    void descend(int depth) throws BadGraphException {
        if (depth > DEEPEST) {
            throw new BadGraphException("its subgraphs are nested deeper than " + DEEPEST);
        }
    }
}
