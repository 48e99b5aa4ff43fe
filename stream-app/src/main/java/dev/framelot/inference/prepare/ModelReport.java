package dev.framelot.inference.prepare;

import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a model file says of itself.
 *
 * @param weights by element type
 * @param operators how often each is used, by name; those of other domains as domain:name
 * @param licence as the metadata say; empty where they say nothing
 * @param notes what is worth knowing and stops nothing
 * @param stops what stops it from running here, each with the remedy
 * @param runsAs how the application takes it; empty where it does not run
 * @param sha256 as a card says it, weights in other files included; empty where it can't be used at all
 */
public record ModelReport(
        Path file,
        Model model,
        FamilyGuess family,
        Map<ElementType, Weights> weights,
        Map<String, Integer> operators,
        Optional<String> licence,
        List<String> notes,
        List<String> stops,
        Optional<String> runsAs,
        Optional<String> sha256) {

    private static final int MOST_FILES_NAMED = 5;

    /** @param count numbers @param bytes in the file and in its external data */
    public record Weights(long count, long bytes) {}

    /** @throws BadGraphException no ONNX model; the message names the file */
    public static ModelReport of(Path file) throws BadGraphException {
        Model model = ModelFile.readWithoutExternalData(file);
        Graph graph = model.graph();
        List<String> notes = new ArrayList<>();
        ModelStops tried = ModelStops.of(file, model);
        noteBatch(graph, notes);
        noteFiles(graph, notes);
        long quantised = graph.allNodes().filter(node -> node.operator().equals("DynamicQuantizeLinear")).count();
        if (quantised > 0) {
            notes.add("It is quantised dynamically (" + quantised + " places): each takes its scale from all frames of a batch, so a frame's"
                    + " boxes would depend on its neighbours. Run it with the batch that it was made for, or take a static or float export.");
        }
        long old = graph.inputs().size() - graph.trueInputs().size();
        if (old > 0) {
            notes.add(old + " weights are listed among the inputs (an old export), which keeps the runtime from optimising; 'framelot model prepare' mends it.");
        }
        return new ModelReport(file, model, tried.family(), weights(graph), operators(graph), licence(model), List.copyOf(notes), tried.stops(), tried.runsAs(), tried.sha256());
    }

    private static void noteBatch(Graph graph, List<String> notes) {
        for (Value input : graph.trueInputs()) {
            boolean fixed = input.shape().isPresent() && input.shape().get().size() == 4 && !input.shape().get().get(0).isFree();
            if (fixed) {
                notes.add("Input '" + input.name() + "' takes batches of " + input.shape().get().get(0) + " only; 'framelot model prepare' tries to free that.");
            }
        }
    }

    private static void noteFiles(Graph graph, List<String> notes) {
        Set<String> files = new TreeSet<>();
        graph.allTensors().filter(tensor -> !tensor.external().isEmpty()).forEach(tensor -> files.add(tensor.external().getOrDefault("location", "")));
        if (!files.isEmpty()) {
            String named = String.join(", ", files.stream().limit(MOST_FILES_NAMED).toList());
            notes.add("It has weights in " + named + (files.size() > MOST_FILES_NAMED ? " and " + (files.size() - MOST_FILES_NAMED) + " more files" : "")
                    + " beside it: they go with it, and its sha256 is over all of them.");
        }
    }

    private static Map<ElementType, Weights> weights(Graph graph) {
        Map<ElementType, Weights> weights = new TreeMap<>();
        graph.allTensors().forEach(tensor -> weights.merge(
                tensor.type(), new Weights(tensor.elements(), tensor.bytes()), (one, other) -> new Weights(one.count + other.count, one.bytes + other.bytes)));
        return weights;
    }

    private static Map<String, Integer> operators(Graph graph) {
        Map<String, Integer> counts = new TreeMap<>();
        graph.allNodes().forEach(node -> counts.merge(named(node), 1, Integer::sum));
        Map<String, Integer> mostFirst = new LinkedHashMap<>();
        counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> mostFirst.put(entry.getKey(), entry.getValue()));
        return mostFirst;
    }

    private static String named(Node node) {
        return node.domain().isEmpty() || node.domain().equals("ai.onnx") ? node.operator() : node.domain() + ":" + node.operator();
    }

    private static Optional<String> licence(Model model) {
        return model.metadata().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase("license") || entry.getKey().equalsIgnoreCase("licence"))
                .map(Map.Entry::getValue).findFirst();
    }
}
