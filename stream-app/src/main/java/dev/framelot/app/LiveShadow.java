package dev.framelot.app;

import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.inference.InferenceException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that sees a route's frames beside the one that serves. Changed under its caller's lock, read by any thread. */
final class LiveShadow {
    private static final Logger LOG = LoggerFactory.getLogger(LiveShadow.class);

    private final FramePipeline pipeline;
    private final ModelLoader loader;
    private final String topic;
    private final BooleanSupplier ended;
    private final Consumer<String> note;
    private volatile Optional<Chosen> runs = Optional.empty();

    /** @param topic of its results @param ended whether no model is to be kept any more @param note told of each change, in words */
    LiveShadow(FramePipeline pipeline, ModelLoader loader, String topic, BooleanSupplier ended, Consumer<String> note) {
        this.pipeline = pipeline;
        this.loader = loader;
        this.topic = topic;
        this.ended = ended;
        this.note = note;
    }

    /**
     * Makes this one watch, or none.
     *
     * @param whenFails told of one that can go on no more, on its own thread, which can't wait for its own end
     * @throws InferenceException it can't be used here
     */
    void be(Optional<Chosen> wish, BiConsumer<WarmModel, Throwable> whenFails) throws InferenceException {
        endBut(wish);
        if (wish.equals(runs)) {
            return;
        }
        WarmModel watching = loader.toWatch(wish.get());
        if (ended.getAsBoolean()) {
            watching.close();
            return;
        }
        try {
            pipeline.shadow(watching, failure -> whenFails.accept(watching, failure));
        } catch (OutOfMemoryError noRoom) {
            watching.close();
            throw ModelLoader.outOfMemory(noRoom);
        }
        runs = wish;
        LOG.info("{} sees frames in the shadow of {}, results in topic '{}'", wish.get(), pipeline.serving(), topic);
        note.accept(wish.get() + " runs in the shadow of " + pipeline.serving() + ", results in " + topic);
    }

    /** Ends the one that runs, if it is another than this. */
    void endBut(Optional<Chosen> wish) {
        if (runs.isPresent() && !runs.equals(wish)) {
            pipeline.stopShadow();
            note.accept("The shadow " + runs.get() + " ended");
            runs = Optional.empty();
        }
    }

    /** Ends the one that failed; false where another or none runs by now. */
    boolean end(WarmModel failed) {
        if (pipeline.shadow().filter(watching -> watching == failed).isEmpty()) {
            return false;
        }
        runs = Optional.empty();
        pipeline.stopShadow();
        return true;
    }

    /** Where the one that runs lies in the folder of models. */
    Optional<String> folder() {
        return runs.map(Chosen::folder);
    }
}
