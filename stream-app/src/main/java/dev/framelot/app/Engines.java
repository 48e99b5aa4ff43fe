package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;

/** Which engine the settings ask for. */
public final class Engines {
    private static final int GREY = 114;

    private Engines() {}

    /** @throws InferenceException the model or the device is not as the settings say */
    public static InferenceEngine open(FramelotConfig.Inference settings) throws InferenceException {
        if (settings.engine() == FramelotConfig.Inference.Engine.DECLARED_COST) {
            InputGeometry input = new InputGeometry(settings.inputSide(), settings.inputSide(), GREY, false);
            return new DeclaredCostEngine(input, settings.declaredFixedCost(), settings.declaredFrameCost());
        }
        return open(settings, ModelCards.load(settings.model()));
    }

    /** The ONNX engine, for a card that was changed. */
    static OnnxEngine open(FramelotConfig.Inference settings, WrittenCard card) throws InferenceException {
        return OnnxEngine.open(
                card.limitedTo(settings.maxDetections()),
                new OnnxOptions(
                        OnnxOptions.Provider.valueOf(settings.provider().name()),
                        settings.requireGpu(),
                        settings.deviceId(),
                        threadsPerRun(settings),
                        0));
    }

    /** Lanes run beside each other: more threads than cores only make them wait for one another at every layer of the model. */
    private static int threadsPerRun(FramelotConfig.Inference settings) {
        return settings.threads() > 0 ? settings.threads() : Math.max(1, Runtime.getRuntime().availableProcessors() / settings.lanes());
    }
}
