package dev.framelot.inference.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boxes [N, K, 4], scores [N, K], classes [N, K], and perhaps their count [N]. */
final class PickedShapes {
    private PickedShapes() {}

    static Optional<List<TensorFacts>> pick(GraphFacts graph) {
        List<TensorFacts> picked = new ArrayList<>();
        graph.output(SsdNames.BOXES).ifPresent(picked::add);
        graph.output(SsdNames.SCORES).ifPresent(picked::add);
        graph.output(SsdNames.CLASSES).ifPresent(picked::add);
        if (picked.size() < 3) {
            return Optional.empty();
        }
        graph.output(SsdNames.COUNT).ifPresent(picked::add);
        return Optional.of(picked);
    }

    /** @param outputs boxes, scores, classes, and perhaps the count */
    static Optional<String> problem(String family, List<TensorFacts> outputs) {
        boolean fits = outputs.size() == 3 || outputs.size() == 4 && count(outputs.get(3));
        if (fits) {
            TensorFacts boxes = outputs.get(0);
            TensorFacts scores = outputs.get(1);
            TensorFacts classes = outputs.get(2);
            fits = boxes.rank() == 3 && (boxes.axis(2) == 4 || boxes.axis(2) == TensorFacts.FREE) && boxes.type().isFloat()
                    && scores.rank() == 2 && scores.type().isFloat() && classes.rank() == 2
                    && (classes.type().isFloat() || classes.type().isWhole())
                    && same(boxes.axis(1), scores.axis(1)) && same(scores.axis(1), classes.axis(1))
                    && boxes.axis(1) != 0 && boxes.axis(1) <= OneOutput.MOST_ROWS;
        }
        return fits
                ? Optional.empty()
                : Optional.of("are " + outputs + ", family " + family + " needs boxes [N, K, 4], scores [N, K], classes [N, K] and, if at all, their count [N]");
    }

    private static boolean count(TensorFacts output) {
        return output.rank() == 1 || output.rank() == 2 && output.axis(1) == 1;
    }

    private static boolean same(long one, long other) {
        return one == other || one == TensorFacts.FREE || other == TensorFacts.FREE;
    }
}
