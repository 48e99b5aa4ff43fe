package dev.framelot.load.figure;

import java.util.List;

/** One promise and how it is measured. An interrupt ends the measurement; all it started ends with it. */
interface Figure {
    /** About how long it takes, seconds. */
    long plannedSeconds(boolean quick);

    List<FigureRow> measure(FigureRun run) throws Exception;
}
