package dev.framelot.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param model an {@code .onnx} file, or a folder or file of a model card
 * @param threads intra-op threads of the CPU provider; 0 = the runtime's choice
 * @param inputSide pixels; only for the declared-cost engine, which has no model to ask
 * @param profiles folder of measured profiles; empty: the user's cache folder
 * @param models folder of the models that may be loaded while the application runs
 */
public record InferenceSettings(
        Engine engine,
        Path model,
        Provider provider,
        boolean requireGpu,
        Gpu gpu,
        int lanes,
        int threads,
        int maxDetections,
        Duration watchdog,
        Duration declaredFixedCost,
        Duration declaredFrameCost,
        int inputSide,
        Optional<Path> profiles,
        Path models) {
    /** Where models lie in a checkout, unless a setting says otherwise. */
    public static final Path MODELS = Path.of("models");

    /** With models in {@link #MODELS}. */
    public InferenceSettings(
            Engine engine, Path model, Provider provider, boolean requireGpu, Gpu gpu, int lanes, int threads, int maxDetections, Duration watchdog,
            Duration declaredFixedCost, Duration declaredFrameCost, int inputSide, Optional<Path> profiles) {
        this(engine, model, provider, requireGpu, gpu, lanes, threads, maxDetections, watchdog, declaredFixedCost, declaredFrameCost, inputSide,
                profiles, MODELS);
    }

    /** The same device and limits for another model. */
    public InferenceSettings running(Path other) {
        return new InferenceSettings(engine, other, provider, requireGpu, gpu, lanes, threads, maxDetections, watchdog, declaredFixedCost,
                declaredFrameCost, inputSide, profiles, models);
    }

    /** The same device and model with other lanes; a run has as many threads as with these, because all run on the same cores. */
    InferenceSettings withLanes(int other) {
        int each = threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / lanes);
        return new InferenceSettings(engine, model, provider, requireGpu, gpu, other, each, maxDetections, watchdog, declaredFixedCost,
                declaredFrameCost, inputSide, profiles, models);
    }

    public enum Engine {
        ONNX,
        DECLARED_COST
    }

    public enum Provider {
        CPU,
        CUDA,
        TENSORRT
    }

    /**
     * @param devices as CUDA numbers them; lanes are spread over them
     * @param sessionsPerDevice lanes take the sessions in turn
     * @param memoryLimitBytes of each session; 0: none
     * @param fp16 TensorRT only
     * @param engines folder of TensorRT's engines; empty: the user's cache folder
     * @param cudaFallback CUDA may run the model where TensorRT can't
     * @param largestBatch that TensorRT's engines are built for
     */
    public record Gpu(
            List<Integer> devices, int sessionsPerDevice, long memoryLimitBytes, boolean fp16, Optional<Path> engines, boolean cudaFallback, int largestBatch) {
        /** The first device, by its defaults. */
        public static final Gpu FIRST = new Gpu(List.of(0), 1, 0, false, Optional.empty(), false, 8);

        public Gpu {
            devices = List.copyOf(devices);
        }
    }

    /** What runs instead of TensorRT where it is not usable. */
    public enum Fallback {
        NONE,
        CUDA
    }
}
