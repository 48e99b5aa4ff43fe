package dev.framelot.inference.prepare;

import dev.framelot.inference.CardSentence;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a model runs here: it is opened and run once, as the application does. Only what the runtime would say badly is said here.
 *
 * @param stops what keeps it from running, each with the remedy
 * @param family which its outputs are of, as they are declared, or where that does not say it, as they ran
 * @param runsAs how it is taken; empty where it does not run
 * @param sha256 as a card says it; empty where it did not come so far
 */
record ModelStops(List<String> stops, FamilyGuess family, Optional<String> runsAs, Optional<String> sha256) {
    private static final Set<String> KNOWN_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "ai.onnx.preview.training");

    static ModelStops of(Path file, Model model) {
        FamilyGuess declared = FamilyGuess.of(GraphRead.facts(model));
        Set<String> foreign = new TreeSet<>();
        model.graph().allNodes().filter(node -> !KNOWN_DOMAINS.contains(node.domain())).forEach(node -> foreign.add(node.domain() + ":" + node.operator()));
        if (!foreign.isEmpty()) {
            return new ModelStops(List.of("It uses operators that ONNX Runtime does not have: " + String.join(", ", foreign) + ". Export it without them."), declared, Optional.empty(), Optional.empty());
        }
        Optional<String> sha256 = Optional.empty();
        try {
            // Weights of other files are looked for before the runtime does.
            ModelFile.read(file);
            WrittenCard written = ModelCards.load(file);
            sha256 = Optional.of(written.sha256());
            try (OnnxEngine engine = OnnxEngine.open(written, OnnxOptions.cpu(1))) {
                GraphFacts facts = declared instanceof FamilyGuess.Found ? GraphRead.facts(model) : engine.ran();
                return new ModelStops(List.of(), FamilyGuess.of(facts), Optional.of(CardSentence.of(written, engine.card(), facts)), sha256);
            }
        } catch (BadGraphException | InferenceException refused) {
            return new ModelStops(List.of(refused.getMessage()), declared, Optional.empty(), sha256);
        }
    }
}
