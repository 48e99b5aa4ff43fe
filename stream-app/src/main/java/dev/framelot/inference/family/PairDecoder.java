package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.List;

/** Boxes in one output, a score for each class in another, row by row; boxes are shares 0..1 of the model's input. */
final class PairDecoder implements BoxDecoder {
    private static final int SIDES = 4;

    private final int rows;
    private final int background;
    private final boolean logits;
    private final boolean middles;
    private final InputGeometry input;
    private final BoxCollector boxes;
    private final float[] place = new float[SIDES];
    private final float[] scores;

    /**
     * @param columns of the scores
     * @param background how many of the first columns are no class
     * @param logits scores are to go through the sigmoid
     * @param middles a box is middle, width, height; else its corners
     */
    PairDecoder(int rows, int columns, int background, boolean logits, boolean middles, ModelCard card) {
        this.rows = rows;
        this.background = background;
        this.logits = logits;
        this.middles = middles;
        this.input = card.input().geometry();
        this.boxes = new BoxCollector(rows, card, false);
        this.scores = new float[columns];
    }

    /** @param outputs scores, boxes */
    @Override
    public Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox) {
        boxes.begin(letterbox);
        for (int row = 0; row < rows; row++) {
            int index = frame * rows + row;
            int bad = Numbers.copy(outputs.get(0), index * scores.length, scores, scores.length);
            if (bad >= 0) {
                return Numbers.notFinite("row " + row + ", score " + bad, scores[bad]);
            }
            bad = Numbers.copy(outputs.get(1), index * SIDES, place, SIDES);
            if (bad >= 0) {
                return Numbers.notFinite("row " + row + ", coordinate " + bad, place[bad]);
            }
            int best = best();
            float confidence = logits ? (float) (1 / (1 + Math.exp(-scores[best]))) : scores[best];
            if (confidence >= boxes.least()) {
                if (!Numbers.isProbability(confidence)) {
                    return Numbers.notAProbability("row " + row, confidence, best - background, boxes.classes());
                }
                add(confidence, best - background);
            }
        }
        return boxes.result();
    }

    private void add(float confidence, int classId) {
        float a = place[0] * input.width();
        float b = place[1] * input.height();
        float c = place[2] * input.width();
        float d = place[3] * input.height();
        if (middles) {
            boxes.middle(a, b, c, d, confidence, classId);
        } else {
            boxes.corners(a, b, c, d, confidence, classId);
        }
    }

    /** Of equal classes the first. */
    private int best() {
        int best = background;
        for (int i = background + 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }
}
