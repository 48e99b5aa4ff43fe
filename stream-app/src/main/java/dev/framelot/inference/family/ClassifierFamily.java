package dev.framelot.inference.family;

import dev.framelot.image.Placement;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code classifier}: [N, C] (or [N, C, 1, 1]), a probability or a logit for each class. The best few come as detections that cover
 * the whole image.
 */
record ClassifierFamily() implements OneOutput {
    @Override
    public String name() {
        return "classifier";
    }

    /** Ultralytics' own have no mean; the others are taken to be trained as torchvision's. */
    @Override
    public Usual usual(GraphFacts graph) {
        Normalisation imageNet = new Normalisation(
                List.of(255 * 0.485, 255 * 0.456, 255 * 0.406), List.of(1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)));
        boolean plain = graph.meta("task").orElse("").equals("classify");
        return new Usual(false, Placement.STRETCH, Usual.GREY, plain ? Normalisation.UNIT : imageNet, new ModelCard.Thresholds(0.01f, 1, 5));
    }

    @Override
    public Optional<List<TensorFacts>> pick(GraphFacts graph) {
        return graph.outputs().stream().filter(output -> output.rank() == 2 || output.rank() == 4).findFirst().map(List::of);
    }

    @Override
    public Optional<String> shapeProblem(TensorFacts output, GridCells grid) {
        boolean flat = output.rank() == 2 || output.rank() == 4 && output.axis(2) == 1 && output.axis(3) == 1;
        boolean fits = flat && output.type().isFloat() && OneOutput.atLeast(output.axis(1), 2) && output.axis(1) <= MOST_ROWS;
        return fits ? Optional.empty() : Optional.of("is " + output + ", family classifier needs float [N, classes]");
    }

    @Override
    public OptionalInt classes(List<TensorFacts> outputs) {
        long classes = outputs.get(0).axis(1);
        return classes == TensorFacts.FREE ? OptionalInt.empty() : OptionalInt.of((int) classes);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs) {
        return new ClassifierDecoder((int) outputs.get(0).axis(1), card);
    }
}
