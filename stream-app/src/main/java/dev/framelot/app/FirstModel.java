package dev.framelot.app;

import dev.framelot.config.FramelotConfig.Inference;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that an instance starts with: the chosen one, else the one that was chosen before, else that of the settings. */
record FirstModel(InferenceEngine engine, Optional<Chosen> chosen) {
    private static final Logger LOG = LoggerFactory.getLogger(FirstModel.class);

    /** @throws InferenceException not even that of the settings can be used */
    static FirstModel open(Inference settings, ModelChoice choice) throws InferenceException {
        ModelFolder folder = new ModelFolder(settings.models());
        for (Chosen wanted : Stream.concat(choice.serving().stream(), choice.before().stream()).toList()) {
            try {
                FirstModel first = new FirstModel(ChosenModel.open(settings, folder, wanted), Optional.of(wanted));
                LOG.info("Route {}: {}, by version {} of {}, not the model of the settings, {}", choice.route(), wanted, choice.version(), choice.issuedBy(), settings.model());
                return first;
            } catch (InferenceException | RuntimeException refused) {
                LOG.error("Route {}: {} was chosen (version {} by {}) and can't be used here: {}", choice.route(), wanted, choice.version(), choice.issuedBy(),
                        refused instanceof InferenceException inWords ? inWords.sentence() : String.valueOf(refused.getMessage()));
            }
        }
        return new FirstModel(Engines.open(settings), Optional.empty());
    }
}
