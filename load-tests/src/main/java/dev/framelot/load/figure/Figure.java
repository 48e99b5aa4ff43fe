package dev.framelot.load.figure;

import java.util.List;
import java.util.Optional;

/** One promise and how it is measured. An interrupt ends the measurement; all it started ends with it. */
interface Figure {
    /** About how long it takes, seconds. */
    long plannedSeconds(boolean quick);

    List<FigureRow> measure(FigureRun run) throws Exception;

    /** After measuring: the name under which the result belongs to those that are kept with the sources; empty: to none. */
    default Optional<String> resultFile() {
        return Optional.empty();
    }
}
