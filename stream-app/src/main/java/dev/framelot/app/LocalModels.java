package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.InferenceSettings;
import dev.framelot.config.NamedModel;
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
 * <p>Kafka may know that a model of the settings is not needed: {@link FirstModel} prefers what was chosen for its route on the control topic, from the
 * folder {@code inference.models}. So a broken one ends the start here only where that folder has none that could have been chosen; else it is told at
 * once, and Kafka is asked.
 *
 * @param refusals of models that may not be needed
 */
record LocalModels(List<InferenceException> refusals) {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);

    /** @throws StartException a model can't be used and is needed; all that is wrong with the models at once */
    static LocalModels check(FramelotConfig config) {
        InferenceSettings settings = config.inference();
        if (settings.engine() == InferenceSettings.Engine.DECLARED_COST) {
            return new LocalModels(List.of());
        }
        List<InferenceException> refusals = new ArrayList<>();
        refusal("", settings.model()).ifPresent(refusals::add);
        for (NamedModel model : config.routing().further()) {
            refusal("models." + model.name() + ".path " + model.path() + ": ", model.path()).ifPresent(refusals::add);
        }
        LocalModels local = new LocalModels(refusals);
        if (!refusals.isEmpty() && !othersMayBeChosen(settings)) {
            throw new StartException(local.inWords());
        }
        refusals.forEach(refused -> LOG.error("{}. Another may have been chosen for it on topic '{}' (topics.control): asking Kafka at {}",
                refused.sentence(), config.topics().control(), config.kafka().bootstrapServers()));
        return local;
    }

    private static Optional<InferenceException> refusal(String setting, Path model) {
        try {
            ModelCards.load(model);
            return Optional.empty();
        } catch (InferenceException refused) {
            return Optional.of(setting.isEmpty() ? refused : new InferenceException(refused.kind(), setting + refused.getMessage(), refused));
        }
    }

    private static boolean othersMayBeChosen(InferenceSettings settings) {
        try {
            return new ModelFolder(settings.models()).list().stream().anyMatch(entry -> entry.card().isPresent());
        } catch (UncheckedIOException unreadable) {
            // Nothing can be chosen from it then.
            return false;
        }
    }

    private String inWords() {
        return String.join(System.lineSeparator(), refusals.stream().map(InferenceException::getMessage).toList());
    }

    /** What Kafka's refusal hides must be said beside it. */
    StartException beside(StartException kafka) {
        return refusals.isEmpty() ? kafka : new StartException(inWords() + System.lineSeparator() + kafka.getMessage(), kafka);
    }
}
