package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code rtdetr}: [N, Q, 4 + C], RT-DETR as Ultralytics exports it. A row is a box: middle x and y, width, height (0..1 of the
 * model's input), a probability for each class. No suppression: a query finds a thing once.
 */
record RtdetrFamily() implements OneOutput {
    @Override
    public String name() {
        return "rtdetr";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.stretched(false, Normalisation.UNIT, 0.25f, 1);
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        return rowsProblem(output, "[N, queries, 4 + classes]", OneOutput.atLeast(output.axis(2), 5));
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        long columns = outputs.get(0).axis(2);
        return columns == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) columns - 4);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        InputGeometry input = card.input().geometry();
        return new RowsDecoder(outputs.get(0), classes(outputs).orElseThrow(), new Shares(input.width(), input.height()), card);
    }

    private record Shares(int width, int height) implements RowsDecoder.Layout {
        @Override
        public int firstClass() {
            return 4;
        }

        @Override
        public void place(float[] row, int index, BoxCollector boxes, float confidence, int classId) {
            boxes.middle(row[0] * width, row[1] * height, row[2] * width, row[3] * height, confidence, classId);
        }
    }
}
