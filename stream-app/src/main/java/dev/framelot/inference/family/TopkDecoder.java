package dev.framelot.inference.family;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Rows of corners, confidence and class, as a graph gives that has picked its best.
 *
 * <p>Suppression is done again in Java though many graphs do their own: it costs microseconds for a few hundred rows, and one
 * label a box and the order of ties are then ours, whatever exported the graph.
 */
final class TopkDecoder implements BoxDecoder {
    static final int COLUMNS = 6;
    private static final int CONFIDENCE = 4;
    private static final int CLASS = 5;

    private final int rows;
    private final BoxCollector boxes;
    private final float[] numbers;

    /** @param oneLabel a box may come under several classes */
    TopkDecoder(int rows, ModelCard card, boolean oneLabel) {
        this.rows = rows;
        this.boxes = new BoxCollector(rows, card, oneLabel);
        this.numbers = new float[rows * COLUMNS];
    }

    @Override
    public Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox) {
        int bad = Numbers.copy(outputs.get(0), frame * rows * COLUMNS, numbers, numbers.length);
        if (bad >= 0) {
            return Numbers.notFinite("row " + bad / COLUMNS + ", column " + bad % COLUMNS, numbers[bad]);
        }
        boxes.begin(letterbox);
        for (int row = 0; row < rows; row++) {
            int at = row * COLUMNS;
            float confidence = numbers[at + CONFIDENCE];
            if (confidence < boxes.least()) {
                continue;
            }
            int classId = Math.round(numbers[at + CLASS]);
            if (!Numbers.isProbability(confidence) || classId < 0 || classId >= boxes.classes()) {
                return Numbers.notAProbability("row " + row, confidence, numbers[at + CLASS], boxes.classes());
            }
            boxes.corners(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], confidence, classId);
        }
        return boxes.result();
    }
}
