package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.image.Placement;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import dev.framelot.inference.OutputFamily;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code ssd} and {@code ultraface}: scores [N, A, 1 + C] with the background first, and boxes [N, A, 4] as corners, 0..1 of the
 * model's input; suppression is ours. UltraFace is an SSD with one class; it differs in its usual thresholds.
 */
record SsdFamily(String name) implements OutputFamily {
    @Override
    public Usual usual(GraphFacts graph) {
        boolean faces = name.equals("ultraface");
        ModelCard.Thresholds thresholds = faces ? new ModelCard.Thresholds(0.7f, 0.3f, 300) : new ModelCard.Thresholds(0.4f, 0.45f, 200);
        return new Usual(false, Placement.STRETCH, Usual.GREY, Normalisation.all(127, 1 / 128.0), thresholds);
    }

    @Override
    public Optional<List<TensorFacts>> pick(GraphFacts graph) {
        List<TensorFacts> rows = graph.outputs().stream().filter(output -> output.rank() == 3).toList();
        Optional<TensorFacts> boxes = graph.output(SsdNames.BOXES).or(() -> rows.stream().filter(output -> output.axis(2) == 4).findFirst());
        return boxes.flatMap(found -> graph.output(SsdNames.SCORES)
                .or(() -> rows.stream().filter(output -> !output.equals(found)).findFirst())
                .map(scores -> List.of(scores, found)));
    }

    @Override
    public Optional<String> shapeProblem(List<TensorFacts> outputs, InputGeometry input) {
        return PairShapes.problem(name, outputs, 2);
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        long columns = outputs.get(0).axis(2);
        return columns == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) columns - 1);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        TensorFacts scores = outputs.get(0);
        int background = 1;
        boolean logits = false;
        boolean middles = false;
        return new PairDecoder((int) scores.axis(1), (int) scores.axis(2), background, logits, middles, card);
    }
}
