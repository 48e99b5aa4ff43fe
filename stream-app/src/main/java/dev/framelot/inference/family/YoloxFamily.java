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
 * {@code yolox}: [N, A, 5 + C], a row for each cell of the grids of strides 8, 16, 32 (and 64): how far the middle is from the
 * cell's corner and the logarithms of the sides, all in strides; objectness; a probability for each class. An export with
 * {@code --decode_in_inference} looks the same and holds pixels: its card says {@code yolov5}.
 */
record YoloxFamily() implements OneOutput {
    @Override
    public String name() {
        return "yolox";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return new Usual(true, Placement.LETTERBOX_TOP_LEFT, Usual.GREY, Normalisation.NONE, new ModelCard.Thresholds(0.25f, 0.45f, 300));
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        boolean rows = output.axis(1) == TensorFacts.FREE || grid.are(output.axis(1), 1);
        return rowsProblem(
                output,
                "[N, boxes, 5 + classes] with " + grid.over(GridCells.THREE) + " boxes for an input of " + grid.width() + "x" + grid.height(),
                rows && OneOutput.atLeast(output.axis(2), YoloV5Family.BEFORE + 1));
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        return YoloV5Family.afterFive(outputs);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        InputGeometry input = card.input().geometry();
        GridCells grid = new GridCells(input.width(), input.height());
        boolean three = outputs.get(0).axis(1) == grid.over(GridCells.THREE);
        GridPlaces places = new GridPlaces(grid, three ? GridCells.THREE : GridCells.FOUR);
        return new RowsDecoder(outputs.get(0), classes(outputs).orElseThrow(), new Cells(places), card);
    }

    private record Cells(GridPlaces places) implements RowsDecoder.Layout {
        @Override
        public int firstClass() {
            return YoloV5Family.BEFORE;
        }

        @Override
        public float objectness(float[] row) {
            return row[4];
        }

        @Override
        public void place(float[] row, int index, BoxCollector boxes, float confidence, int classId) {
            int stride = places.stride(index);
            boxes.middle(
                    (row[0] + places.column(index)) * stride,
                    (row[1] + places.row(index)) * stride,
                    (float) Math.exp(row[2]) * stride,
                    (float) Math.exp(row[3]) * stride,
                    confidence,
                    classId);
        }
    }
}
