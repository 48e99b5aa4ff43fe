package dev.framelot.inference.family;

import dev.framelot.frame.Detection;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The best classes of an image, surest first; of equal ones the first. Logits go through the softmax. */
final class ClassifierDecoder implements BoxDecoder {
    /** How far the sum of probabilities may be from one. */
    private static final float ROUNDING = 0.01f;

    private final ModelCard card;
    private final float[] scores;
    private final long[] keys;

    ClassifierDecoder(int classes, ModelCard card) {
        this.card = card;
        this.scores = new float[classes];
        this.keys = new long[classes];
    }

    @Override
    public Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox) {
        int bad = Numbers.copy(outputs.get(0), frame * scores.length, scores, scores.length);
        if (bad >= 0) {
            return Numbers.notFinite("the score of class " + bad, scores[bad]);
        }
        softmax();
        for (int i = 0; i < scores.length; i++) {
            // Floats that are not negative compare as their bits do.
            keys[i] = (long) ~Float.floatToIntBits(scores[i]) << 32 | i;
        }
        Arrays.sort(keys);
        List<Detection> best = new ArrayList<>();
        for (int rank = 0; rank < Math.min(scores.length, card.thresholds().maxDetections()); rank++) {
            int classId = (int) keys[rank];
            if (scores[classId] < card.thresholds().confidence()) {
                break;
            }
            best.add(new Detection(0, 0, letterbox.sourceWidth(), letterbox.sourceHeight(), classId, card.labels().get(classId), scores[classId]));
        }
        return new Lane.FrameResult(best, false, Optional.empty());
    }

    /** Unless they are probabilities already. */
    private void softmax() {
        double sum = 0;
        float most = scores[0];
        float least = scores[0];
        for (float score : scores) {
            sum += score;
            most = Math.max(most, score);
            least = Math.min(least, score);
        }
        if (least >= 0 && Math.abs(sum - 1) <= ROUNDING) {
            return;
        }
        sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - most);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (Math.exp(scores[i] - most) / sum);
        }
    }
}
