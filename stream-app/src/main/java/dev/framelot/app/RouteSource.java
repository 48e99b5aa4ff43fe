package dev.framelot.app;

import dev.framelot.config.InferenceSettings;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the model that the settings name, and those of the folder of models; none from elsewhere. @param settings of the route */
record RouteSource(InferenceSettings settings, ModelFolder folder) implements ModelSource {
    static RouteSource of(InferenceSettings settings) {
        return new RouteSource(settings, new ModelFolder(settings.models()));
    }

    @Override
    public InferenceEngine open(Optional<Chosen> wish) throws InferenceException {
        return wish.isPresent() ? open(wish.get()) : Engines.open(settings);
    }

    private InferenceEngine open(Chosen chosen) throws InferenceException {
        InferenceEngine engine = named(chosen.folder());
        if (!engine.model().equals(chosen.identity())) {
            engine.close();
            throw refused(chosen + " was chosen, but " + folder.root().toAbsolutePath() + " (inference.models) of this instance has " + new Chosen(chosen.folder(), engine.model())
                    + " there; give all instances the same folder");
        }
        return engine;
    }

    @Override
    public InferenceEngine named(String name) throws InferenceException {
        if (settings.engine() == InferenceSettings.Engine.DECLARED_COST) {
            throw refused("inference.engine is declared-cost: it runs no model, so '" + name + "' can't be loaded");
        }
        return Engines.open(settings.running(folder.find(name)));
    }

    @Override
    public ModelIdentity identity(Optional<String> name) throws InferenceException {
        Path model = name.isPresent() ? folder.find(name.get()) : settings.model();
        return ModelCards.load(model).identity();
    }

    static InferenceException refused(String why) {
        return new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, why);
    }
}
