package dev.framelot.app;

import dev.framelot.config.InferenceSettings;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.DeclaredFaults;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.PreciseSleeper;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;

/** Which engine the settings ask for. */
public final class Engines {
    private static final int GREY = 114;

    private Engines() {}

    /** @throws InferenceException the model or the device is not as the settings say */
    public static InferenceEngine open(InferenceSettings settings) throws InferenceException {
        return open(settings, options(settings));
    }

    /** @param options where sessions run and how many, if the engine has any */
    static InferenceEngine open(InferenceSettings settings, OnnxOptions options) throws InferenceException {
        if (settings.engine() == InferenceSettings.Engine.DECLARED_COST) {
            InputGeometry input = new InputGeometry(settings.inputSide(), settings.inputSide(), GREY, false);
            return new DeclaredCostEngine(
                    input, settings.declaredFixedCost(), settings.declaredFrameCost(), System::nanoTime, new PreciseSleeper(), DeclaredFaults.ofThisProcess());
        }
        return open(settings, ModelCards.load(settings.model()), options);
    }

    /** The ONNX engine, for a card that was changed. */
    static OnnxEngine open(InferenceSettings settings, WrittenCard card) throws InferenceException {
        return open(settings, card, options(settings));
    }

    private static OnnxEngine open(InferenceSettings settings, WrittenCard card, OnnxOptions options) throws InferenceException {
        return OnnxEngine.open(card.limitedTo(settings.maxDetections()), options);
    }

    static OnnxOptions options(InferenceSettings settings) {
        InferenceSettings.Gpu gpu = settings.gpu();
        return new OnnxOptions(
                OnnxOptions.Provider.valueOf(settings.provider().name()),
                settings.requireGpu(),
                threadsPerRun(settings),
                gpu.sessionsPerDevice(),
                new OnnxOptions.Gpu(
                        gpu.devices(),
                        gpu.memoryLimitBytes(),
                        new OnnxOptions.TensorRt(gpu.fp16(), gpu.engines(), gpu.cudaFallback(), gpu.largestBatch())));
    }

    /** Lanes run beside each other: more threads than cores only make them wait for one another at every layer of the model. */
    private static int threadsPerRun(InferenceSettings settings) {
        return settings.threads() > 0 ? settings.threads() : Math.max(1, Runtime.getRuntime().availableProcessors() / settings.lanes());
    }
}
