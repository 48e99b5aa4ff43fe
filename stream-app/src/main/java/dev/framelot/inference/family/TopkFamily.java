package dev.framelot.inference.family;

import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code topk}: [N, K, 6], a row being x1, y1, x2, y2 (pixels of the model's input), confidence 0..1, class id. The graph has
 * already picked the K best, one label a box, and suppression is ours; rows beyond what it found have confidence 0.
 */
record TopkFamily() implements OneOutput {
    @Override
    public String name() {
        return "topk";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.letterboxed(false, Normalisation.NONE, 0.25f, 0.5f);
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
        return new TopkDecoder((int) outputs.get(0).axis(1), card, false);
    }
}
