package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.family.ElementType;
import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.InputGuess;
import dev.framelot.inference.family.Labels;
import dev.framelot.inference.family.TensorFacts;
import dev.framelot.inference.family.Usual;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds what is written of a model against its graph and fills in what is not written. Done twice: with the shapes that the graph
 * declares, so that what contradicts is told before anything runs, and with those that a run gave.
 */
public final class CardCompletion {
    /** Inputs beside the images that are known and fed: D-FINE's size of the original image. */
    public static final String SIZES = "orig_target_sizes";

    private final WrittenCard written;
    private final GraphFacts graph;
    private final List<String> problems = new ArrayList<>();

    private CardCompletion(WrittenCard written, GraphFacts graph) {
        this.written = written;
        this.graph = graph;
    }

    /**
     * How to feed a first run. Only name, shape and type are meant for it; the rest may change with the family.
     *
     * @throws InferenceException UNUSABLE_MODEL, everything in which graph and card differ as far as the graph declares it
     */
    public static ModelCard.Input input(WrittenCard written, GraphFacts declared) throws InferenceException {
        CardCompletion completion = new CardCompletion(written, declared);
        Optional<ModelCard> card = completion.card(false);
        completion.refuse();
        return card.map(ModelCard::input).orElseGet(() -> completion.input(Optional.empty()).orElseThrow());
    }

    /**
     * The whole card.
     *
     * @param ran the graph with the shapes of a run
     * @throws InferenceException UNUSABLE_MODEL, all problems at once
     */
    public static ModelCard of(WrittenCard written, GraphFacts ran) throws InferenceException {
        CardCompletion completion = new CardCompletion(written, ran);
        Optional<ModelCard> card = completion.card(true);
        completion.refuse();
        return card.orElseThrow();
    }

    private Optional<ModelCard> card(boolean afterRun) {
        Optional<OutputFamily> family = family(afterRun);
        Optional<Usual> usual = family.map(found -> found.usual(graph));
        Optional<ModelCard.Input> input = input(usual);
        Optional<List<TensorFacts>> outputs = family.flatMap(this::outputs);
        if (family.isEmpty() || input.isEmpty() || outputs.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> misfit = family.get().shapeProblem(outputs.get(), input.get().geometry());
        if (misfit.isPresent()) {
            problems.add("output " + String.join(", ", outputs.get().stream().map(TensorFacts::name).toList()) + " " + misfit.get());
            return Optional.empty();
        }
        List<String> labels = labels(family.get(), family.get().classes(outputs.get()));
        ModelCard.Thresholds usually = usual.get().thresholds();
        ModelCard.Thresholds thresholds = new ModelCard.Thresholds(
                written.thresholds().confidence().orElse(usually.confidence()),
                written.thresholds().iou().or(() -> written.suppressedAbove().map(done -> 1f)).orElse(usually.iou()),
                Math.min(written.thresholds().maxDetections().orElse(usually.maxDetections()), written.maxDetections()));
        return Optional.of(new ModelCard(
                written.identity(),
                written.file(),
                input.get(),
                new ModelCard.Output(outputs.get().stream().map(TensorFacts::name).toList(), family.get(), written.suppressedAbove()),
                labels,
                thresholds,
                written.precision().orElse(precision(input.get().type())),
                written.licence().or(() -> graph.meta("license")).orElse("unknown")));
    }

    private String precision(ElementType type) {
        boolean half = type == ElementType.FLOAT16 || graph.meta("args").orElse("").contains("'half': True");
        boolean eight = graph.metadata().values().stream().anyMatch(text -> text.equals("onnxruntime.quant"));
        return eight ? "int8" : half ? "fp16" : "fp32";
    }

    private Optional<OutputFamily> family(boolean afterRun) {
        if (written.family().isPresent()) {
            return written.family();
        }
        FamilyGuess guess = FamilyGuess.of(graph);
        if (guess instanceof FamilyGuess.Found found) {
            return OutputFamily.named(found.family());
        }
        boolean runTells = graph.outputs().stream().anyMatch(CardCompletion::isVague);
        boolean wrongInput = InputGuess.of(graph).isEmpty();
        if (!wrongInput && (guess instanceof FamilyGuess.Refused || afterRun || !runTells)) {
            problems.add(guess.because());
        }
        return Optional.empty();
    }

    private static boolean isVague(TensorFacts output) {
        return output.rank() < 2 || output.shape().subList(1, output.rank()).contains(TensorFacts.FREE);
    }

    private Optional<ModelCard.Input> input(Optional<Usual> usual) {
        Optional<InputGuess> guessed = InputGuess.of(graph);
        if (guessed.isEmpty()) {
            problems.add(InputGuess.problem(graph));
            return Optional.empty();
        }
        InputGuess in = guessed.get();
        TensorFacts declared = graph.inputs().stream().filter(input -> input.name().equals(in.name())).findFirst().orElseThrow();
        graph.inputs().stream().filter(other -> other != declared && !other.name().equals(SIZES)).forEach(other -> problems.add(
                "the graph needs the input " + other + " beside " + in.name() + ", and nothing is known to feed it with"));
        WrittenCard.Input said = written.input();
        if (said.name().isPresent() && !said.name().get().equals(in.name())) {
            problems.add("the card's input is " + said.name().get() + ", the graph's are "
                    + graph.inputs().stream().map(TensorFacts::name).toList());
        }
        if (said.type().isPresent() && said.type().get() != in.type()) {
            problems.add("input " + in.name() + " must be a " + said.type().get().text() + " tensor by its card, the graph's is " + declared);
        }
        boolean channelsFirst = said.channelsFirst().orElse(in.channelsFirst());
        int width = said.width().orElse(in.width());
        int height = said.height().orElse(in.height());
        List<Long> shape = channelsFirst ? List.of(TensorFacts.FREE, 3L, (long) height, (long) width) : List.of(TensorFacts.FREE, (long) height, (long) width, 3L);
        if (!fits(declared.shape(), shape)) {
            problems.add("input " + in.name() + " has shape " + declared.shapeText() + ", the card says " + new TensorFacts(in.name(), in.type(), shape).shapeText());
        }
        if (in.type() == ElementType.UINT8 && (said.mean().isPresent() || said.scale().isPresent())) {
            problems.add("input.mean and input.scale are for float and fp16 inputs; " + declared + " takes pixels as they are");
        }
        Usual by = usual.orElseGet(Usual::plain);
        Normalisation normalisation = in.type() == ElementType.UINT8 ? Normalisation.NONE : normalisation(by.normalisation());
        InputGeometry geometry = new InputGeometry(
                width, height, said.letterboxValue().orElse(by.letterboxValue()), said.bgr().orElse(by.bgr()),
                said.placement().orElse(by.placement()), said.exact());
        return Optional.of(new ModelCard.Input(in.name(), geometry, channelsFirst, in.type(), normalisation));
    }

    /** A card that says one of mean and scale says the other by its silence: none. */
    private Normalisation normalisation(Normalisation usual) {
        WrittenCard.Input said = written.input();
        if (said.mean().isEmpty() && said.scale().isEmpty()) {
            return usual;
        }
        return new Normalisation(said.mean().orElse(Normalisation.NONE.mean()), said.scale().orElse(Normalisation.NONE.scale()));
    }

    private Optional<List<TensorFacts>> outputs(OutputFamily family) {
        List<String> there = graph.outputs().stream().map(TensorFacts::name).toList();
        if (written.outputs().isEmpty()) {
            Optional<List<TensorFacts>> picked = family.pick(graph);
            if (picked.isEmpty()) {
                problems.add("family " + family.name() + " finds none of its outputs among " + graph.outputs() + "; name them as output.names");
            }
            return picked;
        }
        List<String> missing = written.outputs().stream().filter(name -> !there.contains(name)).toList();
        if (!missing.isEmpty()) {
            problems.add("the card's output is " + String.join(", ", missing) + ", the graph's are " + there);
            return Optional.empty();
        }
        return Optional.of(written.outputs().stream().map(name -> graph.outputs().get(there.indexOf(name))).toList());
    }

    /** @param shapes classes that the outputs' shapes tell; where they don't, the graph's arithmetic may, and else its metadata */
    private List<String> labels(OutputFamily family, OptionalInt shapes) {
        OptionalInt classes = shapes.isPresent() ? shapes : graph.counted();
        Optional<List<String>> named = Labels.ofMetadata(graph);
        Optional<List<String>> known = written.labels().or(() -> named);
        if (known.isPresent() && classes.isPresent() && known.get().size() != classes.getAsInt()) {
            problems.add((written.labels().isPresent() ? "labels has " : "the metadata has ") + known.get().size() + " names, but "
                    + (shapes.isPresent() ? "the outputs tell " : "the graph counts ") + classes.getAsInt() + " classes; write the labels of this model into its card");
        } else if (classes.isEmpty() && named.isPresent() && known.get().size() != named.get().size()) {
            problems.add("labels has " + known.get().size() + " names, but the file's own metadata names " + named.get().size() + " classes ("
                    + named.get().get(0) + ", …); write the labels of this model into its card, or leave them out");
        }
        return known.orElseGet(() -> Labels.madeUp(family.name(), classes));
    }

    private static boolean fits(List<Long> shape, List<Long> want) {
        for (int axis = 0; axis < want.size(); axis++) {
            long declared = shape.get(axis);
            if (declared != TensorFacts.FREE && want.get(axis) != TensorFacts.FREE && declared != want.get(axis)) {
                return false;
            }
        }
        return true;
    }

    private void refuse() throws InferenceException {
        if (!problems.isEmpty()) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "the model " + written.file() + (written.card().isPresent() ? " is not what its card says: " : " can't be used: ")
                            + String.join("; ", problems));
        }
    }
}
