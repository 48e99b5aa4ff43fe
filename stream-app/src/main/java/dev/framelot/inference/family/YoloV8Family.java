package dev.framelot.inference.family;

import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code yolov8}: [N, 4 + C, A], YOLOv8, 9, 11 and 12 of Ultralytics. A column is a box: middle x and y, width, height (pixels of
 * the model's input), then a probability for each class.
 */
record YoloV8Family() implements OneOutput {
    @Override
    public String name() {
        return "yolov8";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.letterboxed(false, Normalisation.UNIT, 0.25f, 0.7f);
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        return rowsProblem(output, "[N, 4 + classes, boxes]", OneOutput.atLeast(output.axis(1), 5));
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        long rows = outputs.get(0).axis(1);
        return rows == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) rows - 4);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        TensorFacts output = outputs.get(0);
        return new YoloV8Decoder((int) output.axis(1) - 4, (int) output.axis(2), card);
    }
}
