package dev.framelot.inference.family;

import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code fastestdet}: [N, A, 5 + C], rows as those of {@code yolov5}, one for each cell of a single grid of stride 16, from
 * exports that decode in the graph. The plain export of [N, 5 + C, h, w] is a raw head, which is refused.
 */
record FastestDetFamily() implements OneOutput {
    @Override
    public String name() {
        return "fastestdet";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.stretched(true, Normalisation.UNIT, 0.65f, 0.45f);
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        return rowsProblem(output, "[N, boxes, 5 + classes]", OneOutput.atLeast(output.axis(2), YoloV5Family.BEFORE + 1));
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        return YoloV5Family.afterFive(outputs);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        return new RowsDecoder(outputs.get(0), classes(outputs).orElseThrow(), new YoloV5Family.Pixels(), card);
    }
}
