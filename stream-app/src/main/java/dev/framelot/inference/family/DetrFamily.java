package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import dev.framelot.inference.OutputFamily;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code detr}: {@code logits} [N, Q, C] and {@code pred_boxes} [N, Q, 4], RT-DETR and D-FINE as Hugging Face exports them: a logit
 * for each class (sigmoid, no background), boxes as middle, width, height, 0..1 of the model's input. No suppression.
 */
record DetrFamily() implements OutputFamily {
    @Override
    public String name() {
        return "detr";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.stretched(false, Normalisation.UNIT, 0.4f, 1);
    }

    @Override
    public Optional<List<TensorFacts>> pick(GraphFacts graph) {
        return graph.output("logits").flatMap(scores -> graph.output("pred_boxes").map(boxes -> List.of(scores, boxes)));
    }

    @Override
    public Optional<String> shapeProblem(List<TensorFacts> outputs, InputGeometry input) {
        return PairShapes.problem(name(), outputs, 1);
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        long columns = outputs.get(0).axis(2);
        return columns == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) columns);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        TensorFacts scores = outputs.get(0);
        int background = 0;
        boolean logits = true;
        boolean middles = true;
        return new PairDecoder((int) scores.axis(1), (int) scores.axis(2), background, logits, middles, card);
    }
}
