package dev.framelot.inference.family;

import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code end-to-end}: [N, K, 6] as {@code topk}, from graphs that need no suppression or did it inside (YOLOv10, YOLO26, exports
 * with nms). Such a graph picks the best pairs of box and class, so a box may come twice: the surer label stays.
 */
record EndToEndFamily() implements OneOutput {
    @Override
    public String name() {
        return "end-to-end";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.letterboxed(false, Normalisation.UNIT, 0.25f, 1);
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        return rowsProblem(output, "[N, K, 6] with K 1.." + MOST_ROWS, output.axis(2) == TensorFacts.FREE || output.axis(2) == TopkDecoder.COLUMNS);
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        return OptionalInt.empty();
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        return new TopkDecoder((int) outputs.get(0).axis(1), card, true);
    }
}
