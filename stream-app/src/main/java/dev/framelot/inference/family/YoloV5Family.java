package dev.framelot.inference.family;

import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code yolov5}: [N, A, 5 + C], YOLOv5 and 7, and YOLOX exported with its boxes decoded. A row is a box: middle x and y, width,
 * height (pixels of the model's input), objectness, a probability for each class; confidence is the product of both.
 */
record YoloV5Family() implements OneOutput {
    /** Columns before those of the classes. */
    static final int BEFORE = 5;

    /** Boxes in pixels, to be taken as they are. */
    static final class Pixels implements RowsDecoder.Layout {
        @Override
        public int firstClass() {
            return BEFORE;
        }

        @Override
        public float objectness(float[] row) {
            return row[4];
        }

        @Override
        public void place(float[] row, int index, BoxCollector boxes, float confidence, int classId) {
            boxes.middle(row[0], row[1], row[2], row[3], confidence, classId);
        }
    }

    @Override
    public String name() {
        return "yolov5";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.letterboxed(false, Normalisation.UNIT, 0.25f, 0.45f);
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        return rowsProblem(output, "[N, boxes, 5 + classes]", OneOutput.atLeast(output.axis(2), BEFORE + 1));
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        return afterFive(outputs);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        return new RowsDecoder(outputs.get(0), afterFive(outputs).orElseThrow(), new Pixels(), card);
    }

    static OptionalInt afterFive(List<TensorFacts> outputs) {
        long columns = outputs.get(0).axis(2);
        return columns == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) columns - BEFORE);
    }
}
