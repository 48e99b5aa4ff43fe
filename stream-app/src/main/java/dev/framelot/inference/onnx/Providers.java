package dev.framelot.inference.onnx;

import dev.framelot.inference.onnx.OnnxOptions.Provider;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How providers are called: by the runtime, in results and in sentences. */
final class Providers {
    private Providers() {}

    /** In the profile of a run. */
    static String ortName(Provider provider) {
        return switch (provider) {
            case CPU -> "CPUExecutionProvider";
            case CUDA -> "CUDAExecutionProvider";
            case TENSORRT -> "TensorrtExecutionProvider";
        };
    }

    /** In profiles, logs, health and metrics. */
    static String label(Provider provider) {
        return provider.name().toLowerCase(Locale.ROOT);
    }

    /** The beginning of a sentence. */
    static String asked(Provider provider, List<Integer> devices) {
        String numbers = devices.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return (provider == Provider.TENSORRT ? "TensorRT on device " : "CUDA device ") + numbers;
    }

    /**
     * The end of a sentence that refuses to start.
     *
     * @param cudaBuilt whether this build of the runtime has CUDA at all
     */
    static String remedy(OnnxOptions options, boolean cudaBuilt) {
        String build = cudaBuilt ? "" : "build for CUDA (FRAMELOT_CUDA=1 before ./framelot, elsewhere the Maven profile -Pcuda) and ";
        if (options.provider() == Provider.TENSORRT) {
            return build + (options.gpu().tensorRt().cudaFallback()
                    ? "check the driver, CUDA, cuDNN and TensorRT, or set inference.provider to cpu"
                    : "check that TensorRT's libraries are found, or set inference.tensorrt.fallback to cuda");
        }
        return build + "check the driver, CUDA and cuDNN, or set inference.require-gpu to false to run on the CPU";
    }
}
