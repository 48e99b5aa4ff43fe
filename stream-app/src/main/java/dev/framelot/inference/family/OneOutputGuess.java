package dev.framelot.inference.family;

import dev.framelot.inference.family.FamilyGuess.Found;
import dev.framelot.inference.family.FamilyGuess.Refused;
import java.util.Locale;
import java.util.Optional;

/** Families with a single output. What tells them apart is which axis counts boxes, and how many cells the grids have. */
final class OneOutputGuess {
    /** Boxes that a graph which picks its best gives at most; grids of usual sizes have more cells. */
    private static final long MOST_PICKED = 1000;
    private static final long NANODET_COLUMNS = 80 + 4 * 8;

    private OneOutputGuess() {}

    static Optional<FamilyGuess> of(GraphFacts graph, GridCells grid) {
        if (graph.outputs().size() != 1) {
            return Optional.empty();
        }
        TensorFacts output = graph.outputs().get(0);
        return switch (output.rank()) {
            case 2 -> flat(output);
            case 3 -> rows(graph, output, grid);
            default -> raw(output);
        };
    }

    private static Optional<FamilyGuess> flat(TensorFacts output) {
        if (output.axis(1) == 7) {
            return Optional.of(new Refused("its output " + output + " is a list of the whole batch's boxes (YOLOv7 with NMS inside),"
                    + " not so many for each frame; export it without NMS (without --end2end)"));
        }
        return output.axis(1) == 1 ? Optional.empty() : found("classifier", output, "one number for each class");
    }

    private static Optional<FamilyGuess> rows(GraphFacts graph, TensorFacts output, GridCells grid) {
        long first = output.axis(1);
        long second = output.axis(2);
        boolean detect = graph.meta("task").orElse("").equals("detect");
        if (graph.meta("description").orElse("").toLowerCase(Locale.ROOT).contains("rtdetr") && second > 4) {
            return found("rtdetr", output, "4 + " + (second - 4) + " columns, and the metadata says RT-DETR");
        }
        if (second > 5 && grid.are(first, 3)) {
            return found("yolov5", output, "three boxes in each cell of its grids, 5 + " + (second - 5) + " columns");
        }
        if (second > 5 && first == grid.over(GridCells.FOUR)) {
            return second > 32
                    ? found("nanodet", output, "a row for each cell of four grids (NanoDet-Plus), " + (second - 32) + " + 4 x 8 columns")
                    : Optional.empty();
        }
        if (second > 5 && first == grid.over(GridCells.THREE)) {
            return second == NANODET_COLUMNS
                    ? found("nanodet", output, "a row for each cell of three grids, 80 + 4 x 8 columns")
                    : found("yolox", output, "a row for each cell of its grids, 5 + " + (second - 5) + " columns");
        }
        if (second > 5 && first == grid.over(16) && grid.over(16) > 100) {
            return found("fastestdet", output, "a row for each cell of one grid of stride 16, 5 + " + (second - 5) + " columns");
        }
        if (first > 4 && (grid.are(second, 1) || detect && second == TensorFacts.FREE)) {
            return found("yolov8", output, "a column for each cell of its grids, 4 + " + (first - 4) + " rows");
        }
        if (second == 6 && first <= MOST_PICKED) {
            return found("end-to-end", output, "six columns: corners, confidence, class; the graph has picked its best");
        }
        if (second > 6 && first >= 1 && first <= MOST_PICKED) {
            return found("rtdetr", output, "so few rows of 4 + " + (second - 4) + " columns");
        }
        return Optional.empty();
    }

    private static Optional<FamilyGuess> raw(TensorFacts output) {
        if (output.rank() == 4 && output.axis(2) == 1 && output.axis(3) == 1) {
            return found("classifier", output, "one number for each class");
        }
        return Optional.of(new Refused("its output " + output + " is a raw head, which says nothing of anchors and strides;"
                + " export the model with its detection layer"));
    }

    private static Optional<FamilyGuess> found(String family, TensorFacts output, String because) {
        return Optional.of(new Found(family, "output " + output + ": " + because));
    }
}
