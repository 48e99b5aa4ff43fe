package dev.framelot.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model and the device that runs it. */
final class InferenceSection {
    private final GivenSettings given;

    private InferenceSection(GivenSettings given) {
        this.given = given;
    }

    /** @param modelMustExist false for commands that may run elsewhere */
    static InferenceSettings read(GivenSettings given, boolean modelMustExist) {
        return new InferenceSection(given).read(modelMustExist);
    }

    private InferenceSettings read(boolean modelMustExist) {
        InferenceSettings.Engine engine = given.get(SettingsCatalogue.INFERENCE_ENGINE);
        Path model = given.get(SettingsCatalogue.INFERENCE_MODEL);
        if (engine == InferenceSettings.Engine.DECLARED_COST) {
            given.warn("inference.engine is declared-cost: no model runs, every frame gets one made-up detection. For tests and load tests only");
        } else if (modelMustExist && !Files.exists(model)) {
            given.wrong(SettingsCatalogue.INFERENCE_MODEL, "does not exist, looked for at " + model.toAbsolutePath(), "Give the path of an .onnx file or a model card");
        }
        InferenceSettings.Provider provider = given.get(SettingsCatalogue.INFERENCE_PROVIDER);
        int lanes = given.get(SettingsCatalogue.INFERENCE_LANES);
        return new InferenceSettings(
                engine,
                model,
                provider,
                given.get(SettingsCatalogue.INFERENCE_REQUIRE_GPU),
                gpu(provider, lanes),
                lanes,
                given.get(SettingsCatalogue.INFERENCE_THREADS),
                given.get(SettingsCatalogue.INFERENCE_MAX_DETECTIONS),
                given.get(SettingsCatalogue.INFERENCE_WATCHDOG),
                given.get(SettingsCatalogue.DECLARED_FIXED),
                given.get(SettingsCatalogue.DECLARED_PER_FRAME),
                given.get(SettingsCatalogue.DECLARED_INPUT_SIDE),
                given.find(SettingsCatalogue.INFERENCE_PROFILES),
                given.get(SettingsCatalogue.INFERENCE_MODELS));
    }

    private InferenceSettings.Gpu gpu(InferenceSettings.Provider provider, int lanes) {
        boolean tensorRt = provider == InferenceSettings.Provider.TENSORRT;
        if (given.get(SettingsCatalogue.INFERENCE_REQUIRE_GPU) && provider == InferenceSettings.Provider.CPU) {
            given.wrong(SettingsCatalogue.INFERENCE_REQUIRE_GPU, "asks for a GPU while inference.provider = cpu uses none", "Set inference.provider to cuda or tensorrt, or this to false");
        }
        if (given.get(SettingsCatalogue.INFERENCE_FP16) && !tensorRt) {
            given.wrong(SettingsCatalogue.INFERENCE_FP16, "is a switch of TensorRT only", "Set inference.provider to tensorrt, or give a model whose weights are fp16");
        }
        List<Integer> devices = given.get(SettingsCatalogue.INFERENCE_DEVICES);
        int sessions = given.get(SettingsCatalogue.INFERENCE_SESSIONS);
        int most = provider == InferenceSettings.Provider.CPU ? sessions : sessions * devices.size();
        if (most > lanes) {
            given.wrong(most == sessions ? SettingsCatalogue.INFERENCE_SESSIONS : SettingsCatalogue.INFERENCE_DEVICES,
                    "with inference.sessions-per-device = " + sessions + " makes " + most + " sessions for inference.lanes = " + lanes + ", so some would have no lane",
                    "Raise inference.lanes to " + most + ", or have fewer sessions");
        }
        int maxFrames = given.get(SettingsCatalogue.BATCHING_MAX_FRAMES);
        if (tensorRt && maxFrames == BatchingSettings.MEASURED) {
            given.wrong(SettingsCatalogue.BATCHING_MAX_FRAMES, "can't be measured with inference.provider = tensorrt, whose engines are built for a largest batch that is known before",
                    "Give a number; framelot profile with inference.provider = cuda helps to choose it");
        }
        return new InferenceSettings.Gpu(
                devices,
                sessions,
                given.get(SettingsCatalogue.INFERENCE_GPU_MEMORY),
                given.get(SettingsCatalogue.INFERENCE_FP16),
                given.find(SettingsCatalogue.INFERENCE_ENGINES),
                given.get(SettingsCatalogue.INFERENCE_FALLBACK) == InferenceSettings.Fallback.CUDA,
                Math.max(1, maxFrames));
    }
}
