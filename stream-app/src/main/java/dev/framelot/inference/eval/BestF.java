package dev.framelot.inference.eval;

import java.util.Comparator;
import java.util.List;

/**
 * The threshold of confidence at which precision and recall of all classes together are best balanced.
 *
 * @param f1 2 precision recall / (precision + recall)
 * @param confidence the threshold; 1 where nothing was found
 */
record BestF(double f1, double precision, double recall, double confidence) {

    /** @param verdicts of all classes, in any order @param truths how many objects there are */
    static BestF of(List<Verdict> verdicts, int truths) {
        List<Verdict> sorted = verdicts.stream().sorted(Comparator.comparing(Verdict::confidence, Comparator.reverseOrder())).toList();
        BestF best = new BestF(0, 0, 0, 1);
        int right = 0;
        for (int i = 0; i < sorted.size(); i++) {
            right += sorted.get(i).right() ? 1 : 0;
            boolean last = i + 1 == sorted.size() || sorted.get(i + 1).confidence() < sorted.get(i).confidence();
            double f1 = 2.0 * right / (i + 1 + truths);
            if (last && f1 > best.f1) {
                best = new BestF(f1, (double) right / (i + 1), truths == 0 ? 0 : (double) right / truths, sorted.get(i).confidence());
            }
        }
        return best;
    }
}
