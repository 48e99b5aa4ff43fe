package dev.framelot.inference.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Where and how sessions run.
 *
 * @param requireGpu with CUDA: refuse to start rather than fall back to the CPU
 * @param threads intra-op threads of the CPU provider; 0 = the runtime's choice
 * @param sessionsPerDevice lanes take the sessions in turn
 */
public record OnnxOptions(Provider provider, boolean requireGpu, int threads, int sessionsPerDevice, Gpu gpu) {
    public enum Provider {
        CPU,
        CUDA,
        TENSORRT
    }

    /**
     * @param devices as CUDA numbers them, 0 is the first
     * @param memoryLimitBytes of each session's arena, with TensorRT of its workspace too; 0 = no limit
     */
    public record Gpu(List<Integer> devices, long memoryLimitBytes, TensorRt tensorRt) {
        /** The first device, without limits. */
        public static final Gpu FIRST = new Gpu(List.of(0), 0, new TensorRt(false, Optional.empty(), false, 8));

        public Gpu {
            devices = List.copyOf(devices);
            if (devices.isEmpty() || new HashSet<>(devices).size() < devices.size() || devices.stream().anyMatch(id -> id < 0)) {
                throw new IllegalArgumentException("devices are " + devices + ": at least one, none twice, none negative");
            }
            if (memoryLimitBytes < 0) {
                throw new IllegalArgumentException("the GPU memory limit is " + memoryLimitBytes + " bytes, may not be negative");
            }
        }
    }

    /**
     * @param engines folder of the built engines; empty: the user's cache folder
     * @param cudaFallback where TensorRT is not usable, CUDA runs the model; else nothing does
     * @param largestBatch the engine is built for batches from 1 to this
     */
    public record TensorRt(boolean fp16, Optional<java.nio.file.Path> engines, boolean cudaFallback, int largestBatch) {}

    public OnnxOptions {
        if (threads < 0 || sessionsPerDevice < 1) {
            throw new IllegalArgumentException("threads " + threads + " must be 0 or more, sessions per device " + sessionsPerDevice + " 1 or more");
        }
    }

    /** One session. @param threads 0 = the runtime's choice */
    public static OnnxOptions cpu(int threads) {
        return new OnnxOptions(Provider.CPU, false, threads, 1, Gpu.FIRST);
    }

    public static OnnxOptions cuda(int deviceId, boolean requireGpu) {
        return new OnnxOptions(Provider.CUDA, requireGpu, 0, 1, new Gpu(List.of(deviceId), 0, Gpu.FIRST.tensorRt()));
    }

    /** One lane runs on one session of one device; others would be loaded for nothing. */
    public OnnxOptions forOneLane() {
        return new OnnxOptions(provider, requireGpu, threads, 1, new Gpu(gpu.devices.subList(0, 1), gpu.memoryLimitBytes, gpu.tensorRt));
    }

    /** What to try, in this order: the CPU only instead of CUDA and without {@code requireGpu}, CUDA only where it is allowed. */
    List<Provider> attempts() {
        return switch (provider) {
            case CPU -> List.of(Provider.CPU);
            case CUDA -> requireGpu ? List.of(Provider.CUDA) : List.of(Provider.CUDA, Provider.CPU);
            case TENSORRT -> gpu.tensorRt.cudaFallback ? List.of(Provider.TENSORRT, Provider.CUDA) : List.of(Provider.TENSORRT);
        };
    }
}
