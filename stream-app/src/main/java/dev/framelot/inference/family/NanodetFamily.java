package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.image.Placement;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code nanodet}: [N, A, C + 32], a row for each cell: a probability for each class, then, for each side of the box, how likely it
 * is 0, 1, … 7 strides away from the cell's point (logits). NanoDet-Plus has four grids and its points are the cells'
 * corners; NanoDet has three, and its points are their middles.
 */
record NanodetFamily() implements OneOutput {
    private static final int BINS = 8;
    static final int AFTER = 4 * BINS;

    @Override
    public String name() {
        return "nanodet";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        Normalisation imageNetBgr =
                new Normalisation(List.of(103.53, 116.28, 123.675), List.of(1 / 57.375, 1 / 57.12, 1 / 58.395));
        return new Usual(true, Placement.LETTERBOX, 0, imageNetBgr, new ModelCard.Thresholds(0.35f, 0.6f, 100));
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        boolean rows = output.axis(1) == TensorFacts.FREE || grid.are(output.axis(1), 1);
        return rowsProblem(
                output,
                "[N, boxes, classes + 32] with " + grid.over(GridCells.FOUR) + " (NanoDet-Plus) or " + grid.over(GridCells.THREE)
                        + " boxes for an input of " + grid.width() + "x" + grid.height(),
                rows && OneOutput.atLeast(output.axis(2), AFTER + 1));
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        long columns = outputs.get(0).axis(2);
        return columns == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) columns - AFTER);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        InputGeometry input = card.input().geometry();
        GridCells grid = new GridCells(input.width(), input.height());
        boolean plus = outputs.get(0).axis(1) == grid.over(GridCells.FOUR);
        int classes = classes(outputs).orElseThrow();
        Cells cells = new Cells(new GridPlaces(grid, plus ? GridCells.FOUR : GridCells.THREE), plus ? 0 : 0.5f, classes);
        return new RowsDecoder(outputs.get(0), classes, cells, card);
    }

    /** @param offset of a cell's point from its corner, in strides */
    private record Cells(GridPlaces places, float offset, int classes) implements RowsDecoder.Layout {
        @Override
        public int firstClass() {
            return 0;
        }

        @Override
        public void place(float[] row, int index, BoxCollector boxes, float confidence, int classId) {
            int stride = places.stride(index);
            float x = (places.column(index) + offset) * stride;
            float y = (places.row(index) + offset) * stride;
            boxes.corners(
                    x - expected(row, 0) * stride,
                    y - expected(row, 1) * stride,
                    x + expected(row, 2) * stride,
                    y + expected(row, 3) * stride,
                    confidence,
                    classId);
        }

        /** The mean of the bins' numbers under the softmax of their logits. */
        private float expected(float[] row, int side) {
            int first = classes + side * BINS;
            float most = row[first];
            for (int bin = 1; bin < BINS; bin++) {
                most = Math.max(most, row[first + bin]);
            }
            double sum = 0;
            double weighted = 0;
            for (int bin = 0; bin < BINS; bin++) {
                double weight = Math.exp(row[first + bin] - most);
                sum += weight;
                weighted += bin * weight;
            }
            return (float) (weighted / sum);
        }
    }
}
