package dev.framelot.load.figure;

import java.io.IOException;
import java.util.List;

/** Who takes part in the comparison, and how an instance of it is started. */
interface Contestant {
    /** As the table has it. */
    String label();

    /** Everything it is tried with before it competes; at least one. */
    List<Variant> variants(boolean quick);

    /** The command of one instance. All instances of one {@code place} share their work. */
    List<String> command(ContestTerms terms, ContestPlace place, Variant variant) throws IOException;

    /** What its user writes, in lines. */
    long userLines() throws IOException;

    /** What it promises, as set up here, in words. */
    String guarantee();

    /**
     * One point of the grid that a contestant is tuned by.
     *
     * @param batch most frames in a batch
     * @param waitMillis longest wait for others, 0 where the contestant has no such setting
     * @param inOrder frames of a camera stay in order, where that is a choice
     */
    record Variant(int batch, int waitMillis, boolean inOrder) {
        @Override
        public String toString() {
            return "batch " + batch + (waitMillis > 0 ? ", wait " + waitMillis + " ms" : "") + (inOrder ? "" : ", unordered");
        }
    }
}
