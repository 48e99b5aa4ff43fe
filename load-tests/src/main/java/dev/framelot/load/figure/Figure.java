package dev.framelot.load.figure;

import java.util.List;
import java.util.function.Consumer;

/** Something that is measured and compared with a goal. */
interface Figure {
    String name();

    /** One line: what is measured, how. */
    String what();

    /** @param progress told what is being done, and how long it still takes */
    List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception;

    /** @param quick fewer repeats, shorter runs @param seed of everything random */
    record Run(boolean quick, long seed) {}
}
