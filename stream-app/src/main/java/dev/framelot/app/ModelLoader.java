package dev.framelot.app;

import dev.framelot.batching.Shapes;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import java.util.List;
import java.util.Optional;

/** Makes models warm beside the one that serves, or says in words why they can't serve here. Whatever fails leaves nothing behind. */
final class ModelLoader {
    private final FramelotConfig config;
    private final ModelSource source;
    /** What frames are decoded for. */
    private final InputGeometry input;
    /** What runs the one that serves, since the start. */
    private final String provider;

    ModelLoader(FramelotConfig config, ModelSource source, InputGeometry input, String provider) {
        this.config = config;
        this.source = source;
        this.input = input;
        this.provider = provider;
    }

    private interface Opening {
        InferenceEngine open() throws InferenceException;
    }

    /** To serve: run once in each shape on each lane. @param name in the folder of models; empty: the model of the settings */
    WarmModel namedToServe(Optional<String> name) throws InferenceException {
        return name.isPresent() ? toServe(() -> source.named(name.get())) : toServe(Optional.empty());
    }

    /** The very one that was chosen; empty: that of the settings. */
    WarmModel toServe(Optional<Chosen> wish) throws InferenceException {
        return toServe(() -> source.open(wish));
    }

    private WarmModel toServe(Opening opening) throws InferenceException {
        return warm(opening, config.inference().lanes(), config.batching().shapes());
    }

    /** For a shadow: one lane, so one session, and the smallest shape. */
    WarmModel toWatch(String name) throws InferenceException {
        return toWatch(() -> source.forOneLane().named(name));
    }

    WarmModel toWatch(Chosen chosen) throws InferenceException {
        return toWatch(() -> source.forOneLane().open(Optional.of(chosen)));
    }

    private WarmModel toWatch(Opening opening) throws InferenceException {
        return warm(opening, 1, config.batching().shapes().subList(0, 1));
    }

    private WarmModel warm(Opening opening, int lanes, List<Integer> shapes) throws InferenceException {
        InferenceEngine engine = opened(opening);
        try {
            if (!engine.input().equals(input)) {
                throw RouteSource.refused(engine.model().name() + " " + engine.model().version() + " takes " + engine.input().inWords() + ", this instance decodes for " + input.inWords()
                        + ": frames are decoded before it is known which batch they ride in. To let it serve, name it in the settings (inference.model, models.NAME.path), choose these"
                        + " (framelot model swap --settings) and restart; or prepare it for the same input");
            }
            SameDevice.check(engine, provider, "the model that serves this route runs on");
            AutoBatch costs = new AutoBatch(engine, AutoBatch.cache(config.inference()));
            costs.remember();
            return WarmModel.open(engine, lanes, new Shapes(shapes), () -> costs.costs(shapes).medianNanos());
        } catch (InferenceException | RuntimeException refused) {
            engine.close();
            throw refused;
        } catch (OutOfMemoryError noRoom) {
            engine.close();
            throw outOfMemory(noRoom);
        }
    }

    private static InferenceEngine opened(Opening opening) throws InferenceException {
        try {
            return opening.open();
        } catch (OutOfMemoryError noRoom) {
            throw outOfMemory(noRoom);
        }
    }

    static InferenceException outOfMemory(OutOfMemoryError noRoom) {
        return new InferenceException(InferenceException.Kind.OUT_OF_MEMORY,
                "there is no memory for a second model beside the one that serves (" + noRoom.getMessage() + "); raise -XX:MaxDirectMemorySize or the heap, or lower inference.lanes", noRoom);
    }
}
