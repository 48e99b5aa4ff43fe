package dev.framelot.load.figure;

import java.util.List;
import java.util.Map;

/**
 * One measurement.
 *
 * @param quick fewer and shorter rounds
 * @param seed of all that is drawn or chosen
 * @param settings of the application, as a person gave them; only for figures that say so
 * @param notes what a reader of the figure must know; figures add to it
 * @param pictures file name to PNG; figures add to it
 */
record FigureRun(boolean quick, long seed, Map<String, String> settings, Progress progress, List<String> notes, Map<String, byte[]> pictures) {
    void note(String sentence) {
        notes.add(sentence);
    }

    void picture(String fileName, byte[] png) {
        pictures.put(fileName, png);
    }

    /** One of two by whether this is quick. */
    int quickOr(int whenQuick, int otherwise) {
        return quick ? whenQuick : otherwise;
    }
}
