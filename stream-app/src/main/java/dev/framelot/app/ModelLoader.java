package dev.framelot.app;

import dev.framelot.batching.Shapes;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;
import java.util.List;

/** Makes models warm beside the one that serves, or says in words why they can't serve here. Whatever fails leaves nothing behind. */
final class ModelLoader {
    private final FramelotConfig config;
    private final ModelFolder folder;
    /** What frames are decoded for. */
    private final InputGeometry input;

    ModelLoader(FramelotConfig config, ModelFolder folder, InputGeometry input) {
        this.config = config;
        this.folder = folder;
        this.input = input;
    }

    private interface Opening {
        InferenceEngine open() throws InferenceException;
    }

    /** To serve: run once in each shape on each lane. */
    WarmModel toServe(String name) throws InferenceException {
        return warm(() -> ChosenModel.open(config.inference(), folder, name), config.inference().lanes(), config.batching().shapes());
    }

    WarmModel toServe(Chosen chosen) throws InferenceException {
        return warm(() -> ChosenModel.open(config.inference(), folder, chosen), config.inference().lanes(), config.batching().shapes());
    }

    /** For a shadow: one lane and the smallest shape. */
    WarmModel toWatch(String name) throws InferenceException {
        return warm(() -> ChosenModel.open(config.inference(), folder, name), 1, config.batching().shapes().subList(0, 1));
    }

    WarmModel toWatch(Chosen chosen) throws InferenceException {
        return warm(() -> ChosenModel.open(config.inference(), folder, chosen), 1, config.batching().shapes().subList(0, 1));
    }

    private WarmModel warm(Opening opening, int lanes, List<Integer> shapes) throws InferenceException {
        InferenceEngine engine = opening.open();
        try {
            if (!engine.input().equals(input)) {
                throw ChosenModel.refused(engine.model().name() + " " + engine.model().version() + " takes " + plane(engine.input()) + ", this instance decodes for " + plane(input)
                        + ": frames are decoded before it is known which batch they ride in. Set inference.model to it and restart, or prepare it for the same input");
            }
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

    static InferenceException outOfMemory(OutOfMemoryError noRoom) {
        return new InferenceException(InferenceException.Kind.OUT_OF_MEMORY,
                "there is no memory for a second model beside the one that serves (" + noRoom.getMessage() + "); raise -XX:MaxDirectMemorySize or the heap, or lower inference.lanes", noRoom);
    }

    private static String plane(InputGeometry input) {
        return input.width() + "x" + input.height() + " " + (input.bgr() ? "BGR" : "RGB") + " on grey " + input.letterboxValue();
    }
}
