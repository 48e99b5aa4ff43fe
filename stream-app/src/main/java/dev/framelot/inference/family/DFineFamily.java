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
 * {@code dfine}: {@code boxes}, {@code scores}, {@code labels}, RT-DETR and D-FINE as their authors export them, with a second input
 * {@code orig_target_sizes}. That is given the size of the model's input, so boxes are in its pixels. No suppression; a
 * query may come under several labels, and the surest stays.
 */
record DFineFamily() implements OutputFamily {
    @Override
    public String name() {
        return "dfine";
    }

    @Override
    public Usual usual(GraphFacts graph) {
        return Usual.stretched(false, Normalisation.UNIT, 0.4f, 1);
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
        boolean yFirst = false;
        int firstClass = 0;
        return new PickedDecoder((int) outputs.get(0).axis(1), yFirst, firstClass, 1, 1, card);
    }
}
