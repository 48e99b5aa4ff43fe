package dev.framelot.inference.family;

import java.util.List;
import java.util.Optional;

/** Scores [N, A, C] beside boxes [N, A, 4]. */
final class PairShapes {
    private PairShapes() {}

    /** @param outputs scores, boxes @param fewest columns of the scores */
    static Optional<String> problem(String family, List<TensorFacts> outputs, int fewest) {
        String needs = ", family " + family + " needs scores [N, boxes, classes] and boxes [N, boxes, 4], float, in this order";
        if (outputs.size() != 2) {
            return Optional.of("are " + outputs + needs);
        }
        TensorFacts scores = outputs.get(0);
        TensorFacts boxes = outputs.get(1);
        boolean typed = scores.type().isFloat() && boxes.type().isFloat() && scores.rank() == 3 && boxes.rank() == 3;
        boolean rows = scores.axis(1) == boxes.axis(1) || scores.axis(1) == TensorFacts.FREE || boxes.axis(1) == TensorFacts.FREE;
        boolean columns = OneOutput.atLeast(scores.axis(2), fewest) && (boxes.axis(2) == 4 || boxes.axis(2) == TensorFacts.FREE);
        boolean fits = typed && rows && columns && scores.axis(1) != 0 && scores.axis(1) <= OneOutput.MOST_ROWS;
        return fits ? Optional.empty() : Optional.of("are " + outputs + needs);
    }
}
