package dev.framelot.inference.eval;

import java.util.List;

/** The mean of the precision at the recalls 0, 0.01, … 1, where the precision at a recall is the best at it or beyond (COCO). */
final class AveragePrecision {
    private static final int RECALLS = 101;

    private AveragePrecision() {}

    /** @param verdicts the most confident first @param truths how many objects there are, at least 1 */
    static double of(List<Verdict> verdicts, int truths) {
        double[] recall = new double[verdicts.size()];
        double[] precision = new double[verdicts.size()];
        int right = 0;
        for (int i = 0; i < verdicts.size(); i++) {
            right += verdicts.get(i).right() ? 1 : 0;
            recall[i] = (double) right / truths;
            precision[i] = (double) right / (i + 1);
        }
        for (int i = verdicts.size() - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        double sum = 0;
        int at = 0;
        for (int step = 0; step < RECALLS; step++) {
            // As numpy's linspace rounds: a recall of 7 in 100 does not reach 7 * 0.01.
            double least = step == RECALLS - 1 ? 1 : step * 0.01;
            while (at < recall.length && recall[at] < least) {
                at++;
            }
            sum += at < recall.length ? precision[at] : 0;
        }
        return sum / RECALLS;
    }
}
