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
 * corners; NanoDet has three, and its points are their middles. Older exports give rows in parts: {@link NanodetParts}.
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
    public Optional<List<TensorFacts>> pick(GraphFacts graph) {
        return InputGuess.of(graph)
                .flatMap(input -> NanodetParts.pick(graph.outputs(), new GridCells(input.width(), input.height())))
                .or(() -> OneOutput.super.pick(graph));
    }

    @Override
    public Optional<String> shapeProblem(List<TensorFacts> outputs, InputGeometry input) {
        if (outputs.size() == 1) {
            return OneOutput.super.shapeProblem(outputs, input);
        }
        return NanodetParts.fit(outputs, new GridCells(input.width(), input.height()))
                ? Optional.empty()
                : Optional.of("are " + outputs + ", family nanodet needs one [N, boxes, classes + 32], or for each of three or four grids the scores"
                        + " [N, cells, classes] and after those of all grids the sides [N, cells, 32] or [N, cells, 4]");
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
        return columns == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) columns - (outputs.size() == 1 ? AFTER : 0));
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        InputGeometry input = card.input().geometry();
        GridCells grid = new GridCells(input.width(), input.height());
        int classes = classes(outputs).orElseThrow();
        if (outputs.size() == 1) {
            return new RowsDecoder(outputs.get(0), classes, cells(grid, outputs.get(0).axis(1), BINS, classes), card);
        }
        NanodetParts parts = NanodetParts.of(outputs);
        int bins = parts.sides() / 4;
        return new RowsDecoder(parts.rows(), parts.columns(), parts, classes, cells(grid, parts.rows(), bins, classes), card);
    }

    private static Cells cells(GridCells grid, long rows, int bins, int classes) {
        boolean plus = rows == grid.over(GridCells.FOUR);
        return new Cells(new GridPlaces(grid, plus ? GridCells.FOUR : GridCells.THREE), plus ? 0 : 0.5f, bins, classes);
    }

    /** @param offset of a cell's point from its corner, in strides @param bins for each side; 1: the side itself */
    private record Cells(GridPlaces places, float offset, int bins, int classes) implements RowsDecoder.Layout {
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
            int first = classes + side * bins;
            if (bins == 1) {
                return row[first];
            }
            float most = row[first];
            for (int bin = 1; bin < bins; bin++) {
                most = Math.max(most, row[first + bin]);
            }
            double sum = 0;
            double weighted = 0;
            for (int bin = 0; bin < bins; bin++) {
                double weight = Math.exp(row[first + bin] - most);
                sum += weight;
                weighted += bin * weight;
            }
            return (float) (weighted / sum);
        }
    }
}
