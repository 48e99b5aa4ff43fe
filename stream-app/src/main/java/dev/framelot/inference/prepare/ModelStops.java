package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.onnx.BareSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What stops a model from running here. The runtime itself is asked: it alone knows its operators. */
final class ModelStops {
    private static final Set<String> KNOWN_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "ai.onnx.preview.training");

    private ModelStops() {}

    static List<String> of(Path file, Model model) {
        List<String> stops = new ArrayList<>();
        Set<String> foreign = new TreeSet<>();
        model.graph().allNodes().filter(node -> !KNOWN_DOMAINS.contains(node.domain())).forEach(node -> foreign.add(node.domain() + ":" + node.operator()));
        if (!foreign.isEmpty()) {
            stops.add("It uses operators that ONNX Runtime does not have: " + String.join(", ", foreign) + ". Export it without them.");
        }
        for (Value input : model.graph().trueInputs()) {
            if (input.shape().isEmpty()) {
                stops.add("Input '" + input.name() + "' declares no shape. Export it with one.");
            }
        }
        FamilyGuess family = FamilyGuess.of(GraphRead.facts(model));
        if (!(family instanceof FamilyGuess.Found)) {
            stops.add("Its boxes can't be decoded: " + family.because() + ".");
        }
        try {
            BareSession.open(ModelFile.bytes(ModelFile.read(file)), "it", 1).close();
        } catch (BadGraphException | InferenceException refused) {
            stops.add("ONNX Runtime does not take it: " + refused.getMessage().lines().findFirst().orElse("") + ".");
        }
        return stops;
    }
}
