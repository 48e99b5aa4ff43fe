package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.FramelotConfig.Inference;
import dev.framelot.config.FramelotConfig.NamedModel;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelFolder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this machine alone can tell of the models that the settings name, before Kafka is asked: whether the cards can be used and the weights are those
 * of the cards. What a session says of them shows when they are opened, and they are read again then: files may change meanwhile.
 *
 * <p>Kafka may know that {@code inference.model} is not needed: {@link FirstModel} prefers what was chosen on the control topic, from the folder {@code
 * inference.models}. So a broken one ends the start here only where that folder has none that could have been chosen; else it is told at once, and Kafka
 * is asked. Further models are never chosen there: a broken one always ends the start.
 *
 * @param refusal of {@code inference.model}, where it may not be needed
 */
record LocalModels(Optional<InferenceException> refusal) {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);

    /** @throws StartException a model can't be used and is needed; all that is wrong with the models at once */
    static LocalModels check(FramelotConfig config) {
        Inference settings = config.inference();
        if (settings.engine() == Inference.Engine.DECLARED_COST) {
            return new LocalModels(Optional.empty());
        }
        Optional<InferenceException> refusal = refusal(settings.model());
        List<String> problems = new ArrayList<>();
        for (NamedModel model : config.routing().further()) {
            refusal(model.path()).ifPresent(why -> problems.add("models." + model.name() + ".path " + model.path() + ": " + why.getMessage()));
        }
        boolean needed = refusal.isPresent() && !anotherMayBeChosen(settings);
        if (needed || !problems.isEmpty()) {
            refusal.ifPresent(why -> problems.add(0, why.getMessage()));
            throw new StartException(String.join(System.lineSeparator(), problems));
        }
        refusal.ifPresent(why -> LOG.error("{} (inference.model). Another may have been chosen on topic '{}' (topics.control): asking Kafka at {}",
                why.sentence(), config.topics().control(), config.kafka().bootstrapServers()));
        return new LocalModels(refusal);
    }

    private static Optional<InferenceException> refusal(Path model) {
        try {
            ModelCards.load(model);
            return Optional.empty();
        } catch (InferenceException refused) {
            return Optional.of(refused);
        }
    }

    private static boolean anotherMayBeChosen(Inference settings) {
        try {
            return new ModelFolder(settings.models()).list().stream().anyMatch(entry -> entry.card().isPresent());
        } catch (UncheckedIOException unreadable) {
            // Nothing can be chosen from it then.
            return false;
        }
    }

    /** What Kafka's refusal hides must be said beside it. */
    StartException beside(StartException kafka) {
        return refusal.map(why -> new StartException(why.getMessage() + System.lineSeparator() + kafka.getMessage(), kafka)).orElse(kafka);
    }
}
