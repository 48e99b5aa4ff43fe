package dev.framelot.app;

import dev.framelot.config.InferenceSettings;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.onnx.OnnxOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens the model that the settings name, and those of the folder of models; none from elsewhere.
 *
 * @param settings of the route
 * @param oneLane no more sessions than one lane can use
 */
record RouteSource(InferenceSettings settings, ModelFolder folder, boolean oneLane) implements ModelSource {
    static RouteSource of(InferenceSettings settings) {
        return of(settings, new ModelFolder(settings.models()));
    }

    /** With sessions for all lanes. */
    static RouteSource of(InferenceSettings settings, ModelFolder folder) {
        return new RouteSource(settings, folder, false);
    }

    @Override
    public RouteSource forOneLane() {
        return new RouteSource(settings, folder, true);
    }

    OnnxOptions options() {
        OnnxOptions all = Engines.options(settings);
        return oneLane ? all.forOneLane() : all;
    }

    @Override
    public InferenceEngine open(Optional<Chosen> wish) throws InferenceException {
        return wish.isPresent() ? open(wish.get()) : Engines.open(settings, options());
    }

    private InferenceEngine open(Chosen chosen) throws InferenceException {
        InferenceEngine engine = named(chosen.folder());
        if (!engine.model().is(chosen.identity())) {
            engine.close();
            if (engine.model().isToldAs(chosen.identity())) {
                throw refused(chosen + " was chosen, but its card in " + folder.root().toAbsolutePath() + " (inference.models) of this instance is another than that which was chosen: input, output,"
                        + " labels or thresholds differ, and results would not tell the two apart; give all instances the same card, or a changed one another version, and choose that");
            }
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
        return Engines.open(settings.running(folder.find(name)), options());
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
