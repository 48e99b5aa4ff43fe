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
 * {@code ssd-nms}: boxes, scores, classes and perhaps their count, after suppression in the graph; boxes are corners, 0..1 of the
 * model's input. Under TensorFlow's names (detection_boxes …) y comes before x and the first label has number 1; under others
 * x comes first and the first label has number 0.
 */
record SsdNmsFamily() implements OutputFamily {
    @Override
    public String name() {
        return "ssd-nms";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.stretched(false, Normalisation.all(127, 1 / 128.0), 0.4f, 1);
    }

    @Override
    public Optional<List<TensorFacts>> pick(GraphFacts graph) {
        return PickedShapes.pick(graph);
    }

    @Override
    public Optional<String> shapeProblem(List<TensorFacts> outputs, InputGeometry input) {
        return PickedShapes.problem(name(), outputs);
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        return OptionalInt.empty();
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        InputGeometry input = card.input().geometry();
        boolean tensorFlow = outputs.get(0).plainName().equals("detection_boxes");
        return new PickedDecoder((int) outputs.get(0).axis(1), tensorFlow, tensorFlow ? 1 : 0, input.width(), input.height(), card);
    }
}
