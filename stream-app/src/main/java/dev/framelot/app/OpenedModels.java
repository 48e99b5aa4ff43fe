package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.FramelotConfig.NamedModel;
import dev.framelot.control.ControlState;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.SharedDevice;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.topology.ModelIntake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The pipelines of an instance, that of {@code inference.model} first: opened, driven and closed together, on one device that they share. */
final class OpenedModels {
    private final List<ModelPipeline> all;
    private final List<NamedModel> further;
    /** By name, of those that did not come from the settings. */
    private final Map<String, Chosen> chosen;

    private OpenedModels(List<ModelPipeline> all, List<NamedModel> further, Map<String, Chosen> chosen) {
        this.all = List.copyOf(all);
        this.further = further;
        this.chosen = Map.copyOf(chosen);
    }

    /**
     * @param choices what the control topic says, by route
     * @param whenRan told of the first model's batches
     * @throws InferenceException a model can't be used, in words that name it; nothing stays open
     */
    static OpenedModels open(FramelotConfig config, Function<String, ModelChoice> choices, BatchListener whenRan, Consumer<Throwable> failed)
            throws InferenceException {
        List<NamedModel> further = config.routing().further();
        List<InferenceEngine> engines = new ArrayList<>();
        Map<String, Chosen> chosen = new HashMap<>();
        List<ModelPipeline> opened = new ArrayList<>();
        boolean whole = false;
        try {
            FirstModel main = FirstModel.open(config.inference(), choices.apply(NamedModel.MAIN));
            InferenceEngine engine = main.engine();
            engines.add(engine);
            main.chosen().ifPresent(model -> chosen.put(NamedModel.MAIN, model));
            for (NamedModel model : further) {
                FirstModel next = inWords(ofSettings(model), () -> FirstModel.open(config.running(model).inference(), choices.apply(model.name())));
                engines.add(next.engine());
                next.chosen().ifPresent(first -> chosen.put(model.name(), first));
            }
            // More lanes of a further model are a larger share of the device, not a larger device.
            SharedDevice device = new SharedDevice(engine.concurrentBatches(config.inference().lanes()));
            opened.add(ModelPipeline.open(NamedModel.MAIN, engine, config, device.join(config.inference().lanes()), whenRan, failed));
            for (NamedModel model : further) {
                InferenceEngine next = engines.get(opened.size());
                String where = chosen.containsKey(model.name()) ? "route " + model.name() + ", " + chosen.get(model.name()) : ofSettings(model);
                opened.add(inWords(where, () ->
                        ModelPipeline.open(model.name(), next, config.running(model), device.join(model.lanes()), BatchListener.NOBODY, failed)));
            }
            whole = true;
            return new OpenedModels(opened, further, chosen);
        } finally {
            if (!whole) {
                opened.forEach(ModelPipeline::close);
                engines.subList(opened.size(), engines.size()).forEach(InferenceEngine::close);
            }
        }
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open() throws InferenceException;
    }

    private static String ofSettings(NamedModel model) {
        return "models." + model.name() + ".path " + model.path();
    }

    private static <T> T inWords(String where, Opening<T> opening) throws InferenceException {
        try {
            return opening.open();
        } catch (InferenceException refused) {
            throw new InferenceException(refused.kind(), where + ": " + refused.getMessage(), refused);
        }
    }

    /** That of {@code inference.model}. */
    ModelPipeline first() {
        return all.get(0);
    }

    List<ModelPipeline> all() {
        return all;
    }

    /** The choice that this one began with; empty: the settings'. */
    Optional<Chosen> chosen(ModelPipeline model) {
        return Optional.ofNullable(chosen.get(model.name()));
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
