package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.NamedModel;
import dev.framelot.control.ControlState;
import dev.framelot.control.ModelChoice;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.SharedDevice;
import dev.framelot.inference.InferenceException;
import dev.framelot.topology.ModelIntake;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The pipelines of an instance, that of {@code inference.model} first: opened, driven and closed together, on one device that they share. */
final class OpenedModels {
    private final List<ModelPipeline> all;
    private final List<NamedModel> further;
    /** In the order of the pipelines. */
    private final List<FirstModel> firsts;

    private OpenedModels(List<ModelPipeline> all, List<NamedModel> further, List<FirstModel> firsts) {
        this.all = List.copyOf(all);
        this.further = further;
        this.firsts = List.copyOf(firsts);
    }

    /**
     * All are opened before the first is warmed, which may take minutes.
     *
     * @param choices what the control topic says, by route
     * @param whenRan told of the first model's batches
     * @throws InferenceException a model of the settings is needed and can't be used, in words that name it; nothing stays open
     */
    static OpenedModels open(FramelotConfig config, Function<String, ModelChoice> choices, BatchListener whenRan, Consumer<Throwable> failed)
            throws InferenceException {
        List<NamedModel> further = config.routing().further();
        List<FirstModel> firsts = new ArrayList<>();
        List<ModelPipeline> opened = new ArrayList<>();
        boolean whole = false;
        try {
            firsts.add(FirstModel.open(RouteSource.of(config.inference()), choices.apply(NamedModel.MAIN)));
            for (NamedModel model : further) {
                firsts.add(inWords(model, () -> FirstModel.open(RouteSource.of(config.running(model).inference()), choices.apply(model.name()))));
            }
            // More lanes of a further model are a larger share of the device, not a larger device.
            SharedDevice device = new SharedDevice(firsts.get(0).engine().concurrentBatches(config.inference().lanes()));
            SharedDevice.Part main = device.join(config.inference().lanes());
            opened.add(warm(firsts, 0, first -> ModelPipeline.open(NamedModel.MAIN, first.engine(), config, main, whenRan, failed)));
            for (NamedModel model : further) {
                SharedDevice.Part part = device.join(model.lanes());
                opened.add(inWords(model, () -> warm(firsts, opened.size(),
                        first -> ModelPipeline.open(model.name(), first.engine(), config.running(model), part, BatchListener.NOBODY, failed))));
            }
            whole = true;
            return new OpenedModels(opened, further, firsts);
        } finally {
            if (!whole) {
                opened.forEach(ModelPipeline::close);
                firsts.subList(opened.size(), firsts.size()).forEach(FirstModel::close);
            }
        }
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open() throws InferenceException;
    }

    @FunctionalInterface
    interface Warming<T> {
        T warm(FirstModel first) throws InferenceException;
    }

    /**
     * A chosen model that opens and can't run here, or not where the first route's runs, makes room for the next.
     *
     * @param firsts says at {@code route} which one it came to be
     */
    static <T> T warm(List<FirstModel> firsts, int route, Warming<T> warming) throws InferenceException {
        while (true) {
            FirstModel first = firsts.get(route);
            try {
                SameDevice.check(first.engine(), firsts.get(0).engine().provider(), "the first route's model runs on");
                return warming.warm(first);
            } catch (InferenceException | RuntimeException | OutOfMemoryError refused) {
                if (first.isOfSettings()) {
                    throw refused;
                }
                firsts.set(route, first.next(refused));
            }
        }
    }

    /** Only the settings' model can stand against a start. */
    private static <T> T inWords(NamedModel model, Opening<T> opening) throws InferenceException {
        try {
            return opening.open();
        } catch (InferenceException refused) {
            throw new InferenceException(refused.kind(), "models." + model.name() + ".path " + model.path() + ": " + refused.getMessage(), refused);
        }
    }

    /** That of {@code inference.model}. */
    ModelPipeline first() {
        return all.get(0);
    }

    List<ModelPipeline> all() {
        return all;
    }

    /** What this one began with. Its engine is the pipeline's. */
    FirstModel first(ModelPipeline model) {
        return firsts.get(all.indexOf(model));
    }

    List<ModelIntake> intakes() {
        List<ModelIntake> intakes = new ArrayList<>();
        intakes.add(first().intake(List.of()));
        for (int i = 0; i < further.size(); i++) {
            intakes.add(all.get(i + 1).intake(further.get(i).topics()));
        }
        return intakes;
    }

    void start() {
        all.forEach(ModelPipeline::start);
    }

    void pursue(ControlState next) {
        all.forEach(model -> model.pursue(next));
    }

    void drain() {
        all.forEach(model -> model.pipeline().drain());
    }

    List<FramePipeline> pipelines() {
        return all.stream().map(ModelPipeline::pipeline).toList();
    }

    /** All, whatever one of them throws; the first failure is thrown at the end. */
    void close() {
        RuntimeException failure = null;
        for (ModelPipeline model : all) {
            try {
                model.close();
            } catch (RuntimeException left) {
                failure = failure == null ? left : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
