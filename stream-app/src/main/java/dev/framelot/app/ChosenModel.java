package dev.framelot.app;

import dev.framelot.config.FramelotConfig.Inference;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;

/** Opens models of the folder of models, and none from elsewhere. */
final class ChosenModel {
    private ChosenModel() {}

    /** Whatever lies there under this name. */
    static InferenceEngine open(Inference settings, ModelFolder folder, String name) throws InferenceException {
        if (settings.engine() == Inference.Engine.DECLARED_COST) {
            throw refused("inference.engine is declared-cost: it runs no model, so '" + name + "' can't be loaded");
        }
        return Engines.open(settings.running(folder.find(name)));
    }

    /** The very model that was chosen, wherever that was. */
    static InferenceEngine open(Inference settings, ModelFolder folder, Chosen chosen) throws InferenceException {
        InferenceEngine engine = open(settings, folder, chosen.folder());
        if (!engine.model().equals(chosen.identity())) {
            engine.close();
            throw refused(chosen + " was chosen, but " + folder.root().toAbsolutePath() + " (inference.models) of this instance has " + new Chosen(chosen.folder(), engine.model())
                    + " there; give all instances the same folder");
        }
        return engine;
    }

    static InferenceException refused(String why) {
        return new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, why);
    }
}
