package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.OutputFamily;
import dev.framelot.inference.family.InputGuess;
import dev.framelot.inference.family.Labels;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.onnx.BareSession;
import dev.framelot.inference.onnx.Numbers;
import dev.framelot.inference.graph.ModelFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A graph with everything done to it that can be done.
 *
 * @param input name of the input for frames
 * @param output what it gives, and of which family that is
 * @param done what was done and what not, a sentence each
 */
record PreparedGraph(Model model, String input, ModelCard.Output output, String precision, List<String> done) {
    private static final String ORIGIN = "framelot.prepared-from";
    /** As Ultralytics has them. */
    private static final String NAMES = "names";
    private static final String SUPPRESSED = "framelot.suppressed-above";

    /** @param card of the model as it came @param most boxes that a frame may give @param suppress in the graph, above the card's overlap */
    static PreparedGraph of(Model read, ModelCard card, boolean half, int most, boolean suppress) throws InferenceException, BadGraphException {
        Optional<SuppressionTail> suppression = suppress ? Optional.of(Suppressible.by(card)) : Optional.empty();
        List<String> done = new ArrayList<>();
        Model model = cleaned(read, card, done);
        GraphInputs inputs = new GraphInputs(model, guess(card));
        BatchFreeing freeing = BatchFreeing.of(inputs);
        done.addAll(freeing.sentences());
        List<long[]> shapes = outputShapes(new GraphInputs(freeing.model(), inputs.images()), inputs.batch(), card.output().names());
        model = Opset12.of(freeing.model());
        if (model.opset() != read.opset()) {
            done.add("Opset " + read.opset() + " was lifted to " + model.opset() + ".");
        }
        String precision = card.precision();
        if (half) {
            model = HalfPrecision.of(model);
            precision = "fp16";
            done.add("Weights and computing are in half precision up to where boxes are computed.");
        }
        String input = card.input().name();
        if (!FrameFront.isThere(card.input())) {
            model = FrameFront.put(model, card.input());
            input = model.graph().trueInputs().stream().map(value -> value.name()).filter(name -> !read.graph().names().contains(name)).findFirst().orElseThrow();
            done.add("Frames go in as uint8 [N, height, width, 3]; the graph turns them into what the model wants.");
        }
        int width = card.input().geometry().width();
        int height = card.input().geometry().height();
        String family = card.output().family().name();
        FloatOutputs outputs = FloatOutputs.of(model, card.output().names());
        Optional<TailLayout> tail = family.equals("topk") && !suppress
                ? Optional.empty() : TailLayouts.of(family, outputs.names(), shapes, width, height);
        ModelCard.Output output = card.output();
        if (tail.isPresent()) {
            model = BoxTail.put(outputs.model(), tail.get(), most, suppression);
            output = new ModelCard.Output(
                    List.of(BoxTail.outputOf(model).orElseThrow()), OutputFamily.named("topk").orElseThrow(), suppression.map(SuppressionTail::above));
            done.add("The " + Math.min(most, tail.get().boxes()) + " best of " + tail.get().boxes() + " boxes of family " + family + " come out, decoded.");
        } else {
            done.add("Family " + family + " comes out as it was: " + (family.equals("classifier")
                    ? "a number for each class, of which Java takes the best." : "the graph has picked its boxes already."));
        }
        if (suppression.isPresent()) {
            float above = suppression.get().above();
            model = model.withMetadata(with(model.metadata(), SUPPRESSED, Float.toString(above)));
            done.add("The graph drops the weaker of two boxes of a class that overlap by more than " + above + "; Java does not do it again.");
        }
        // Of its family no shape tells how many classes there are: a card that comes to have other labels is held to these.
        Optional<String> names = Labels.metadata(card.labels());
        if (names.isPresent()) {
            model = model.withMetadata(with(model.metadata(), NAMES, names.get()));
        }
        return new PreparedGraph(model, input, output, precision, done);
    }

    /** Weights as constants only, and where it came from among the metadata. */
    private static Model cleaned(Model read, ModelCard card, List<String> done) {
        int old = read.graph().inputs().size() - read.graph().trueInputs().size();
        if (old > 0) {
            done.add(old + " weights that were listed as inputs are constants now.");
        }
        String origin = card.identity().name() + " " + card.identity().version() + ", sha256 " + card.identity().sha256();
        return read.with(read.graph().withInputs(read.graph().trueInputs()).withoutUnused()).withIrVersion(4)
                .withMetadata(with(read.metadata(), ORIGIN, origin));
    }

    private static Map<String, String> with(Map<String, String> metadata, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        return more;
    }

    private static InputGuess guess(ModelCard card) {
        ModelCard.Input input = card.input();
        return new InputGuess(input.name(), input.channelsFirst(), input.type(), input.geometry().width(), input.geometry().height(), "the card");
    }

    private static List<long[]> outputShapes(GraphInputs inputs, int batch, List<String> names) throws InferenceException {
        try (BareSession session = BareSession.open(ModelFile.bytes(inputs.model()), "the model", 0)) {
            Map<String, Numbers> ran = session.run(inputs.random(LongStream.rangeClosed(1, batch).boxed().toList()));
            return names.stream().map(name -> ran.get(name).shape()).toList();
        }
    }
}
