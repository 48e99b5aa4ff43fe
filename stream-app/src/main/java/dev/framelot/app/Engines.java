package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.onnx.OnnxEngine;

/** Which engine the settings ask for. */
final class Engines {
    private Engines() {}

    static InferenceEngine open(FramelotConfig.Inference settings) throws InferenceException {
        if (settings.engine() == FramelotConfig.Inference.Engine.DECLARED_COST) {
            return null;
        }
        return null;
    }
}
