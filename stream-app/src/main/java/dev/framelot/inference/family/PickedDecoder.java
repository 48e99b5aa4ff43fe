package dev.framelot.inference.family;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.List;

/** Boxes, scores and classes of what the graph has picked, each in an output of its own, and perhaps how many count. */
final class PickedDecoder implements BoxDecoder {
    private static final int SIDES = 4;

    private final int rows;
    private final boolean yFirst;
    private final int firstClass;
    private final float scaleX;
    private final float scaleY;
    private final BoxCollector boxes;
    private final float[] places;
    private final float[] scores;
    private final float[] classes;
    private final float[] count = new float[1];

    /**
     * @param yFirst a box is y, x, y, x
     * @param firstClass number that the graph gives to the first label
     * @param scaleX model-input pixels per unit of the boxes
     */
    PickedDecoder(int rows, boolean yFirst, int firstClass, float scaleX, float scaleY, ModelCard card) {
        this.rows = rows;
        this.yFirst = yFirst;
        this.firstClass = firstClass;
        this.scaleX = scaleX;
        this.scaleY = scaleY;
        this.boxes = new BoxCollector(rows, card, true);
        this.places = new float[rows * SIDES];
        this.scores = new float[rows];
        this.classes = new float[rows];
    }

    /** @param outputs boxes, scores, classes, and, where there is one, the count */
    @Override
    public Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox) {
        int bad = Numbers.copy(outputs.get(0), frame * places.length, places, places.length);
        if (bad >= 0) {
            return Numbers.notFinite("coordinate " + bad % SIDES + " of box " + bad / SIDES, places[bad]);
        }
        bad = Numbers.copy(outputs.get(1), frame * rows, scores, rows);
        if (bad >= 0) {
            return Numbers.notFinite("the score of box " + bad, scores[bad]);
        }
        bad = Numbers.copy(outputs.get(2), frame * rows, classes, rows);
        if (bad >= 0) {
            return Numbers.notFinite("the class of box " + bad, classes[bad]);
        }
        int valid = rows;
        if (outputs.size() > 3) {
            if (Numbers.copy(outputs.get(3), frame, count, 1) >= 0) {
                return Numbers.notFinite("the number of boxes", count[0]);
            }
            valid = Math.max(0, Math.min(rows, Math.round(count[0])));
        }
        boxes.begin(letterbox);
        for (int row = 0; row < valid; row++) {
            if (scores[row] < boxes.least()) {
                continue;
            }
            int classId = Math.round(classes[row]) - firstClass;
            if (!Numbers.isProbability(scores[row]) || classId < 0 || classId >= boxes.classes()) {
                return Numbers.notAProbability("box " + row, scores[row], classes[row] - firstClass, boxes.classes());
            }
            int x = row * SIDES + (yFirst ? 1 : 0);
            int y = row * SIDES + (yFirst ? 0 : 1);
            boxes.corners(places[x] * scaleX, places[y] * scaleY, places[x + 2] * scaleX, places[y + 2] * scaleY, scores[row], classId);
        }
        return boxes.result();
    }
}
