package dev.framelot.inference.family;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Reads the output along its memory, class after class, and remembers the best of each box. */
final class YoloV8Decoder implements BoxDecoder {
    private static final int SIDES = 4;

    private final int classes;
    private final int anchors;
    private final BoxCollector boxes;
    private final float[][] sides;
    private final float[] row;
    private final float[] best;
    private final int[] bestClass;

    YoloV8Decoder(int classes, int anchors, ModelCard card) {
        this.classes = classes;
        this.anchors = anchors;
        this.boxes = new BoxCollector(anchors, card, false);
        this.sides = new float[SIDES][anchors];
        this.row = new float[anchors];
        this.best = new float[anchors];
        this.bestClass = new int[anchors];
    }

    @Override
    public Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox) {
        FloatBuffer output = outputs.get(0);
        int first = frame * (SIDES + classes) * anchors;
        Arrays.fill(best, 0);
        for (int i = 0; i < SIDES + classes; i++) {
            float[] into = i < SIDES ? sides[i] : row;
            int bad = Numbers.copy(output, first + i * anchors, into, anchors);
            if (bad >= 0) {
                return Numbers.notFinite("row " + i + ", box " + bad, into[bad]);
            }
            if (i >= SIDES) {
                keepBest(i - SIDES);
            }
        }
        boxes.begin(letterbox);
        for (int a = 0; a < anchors; a++) {
            if (best[a] >= boxes.least()) {
                if (!Numbers.isProbability(best[a])) {
                    return Numbers.notAProbability("box " + a, best[a], bestClass[a], classes);
                }
                boxes.middle(sides[0][a], sides[1][a], sides[2][a], sides[3][a], best[a], bestClass[a]);
            }
        }
        return boxes.result();
    }

    /** Of equal classes the first stays. */
    private void keepBest(int classId) {
        for (int a = 0; a < anchors; a++) {
            if (row[a] > best[a]) {
                best[a] = row[a];
                bestClass[a] = classId;
            }
        }
    }
}
