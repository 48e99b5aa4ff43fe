package dev.framelot.inference.onnx;

/**
 * Where and how a session runs.
 *
 * @param requireGpu with CUDA: refuse to start rather than fall back to the CPU; without effect for CPU
 * @param deviceId CUDA device, 0 is the first
 * @param threads intra-op threads of the CPU provider; 0 = the runtime's choice
 * @param gpuMemoryLimitBytes of the CUDA arena; 0 = no limit
 */
public record OnnxOptions(Provider provider, boolean requireGpu, int deviceId, int threads, long gpuMemoryLimitBytes) {
    public enum Provider {
        CPU,
        CUDA
    }

    public OnnxOptions {
        if (deviceId < 0 || threads < 0 || gpuMemoryLimitBytes < 0) {
            throw new IllegalArgumentException("device " + deviceId + ", threads " + threads + ", GPU memory limit "
                    + gpuMemoryLimitBytes + " bytes: none may be negative");
        }
    }

    /** @param threads 0 = the runtime's choice */
    public static OnnxOptions cpu(int threads) {
        return new OnnxOptions(Provider.CPU, false, 0, threads, 0);
    }

    public static OnnxOptions cuda(int deviceId, boolean requireGpu) {
        return new OnnxOptions(Provider.CUDA, requireGpu, deviceId, 0, 0);
    }

    OnnxOptions onCpu() {
        return cpu(threads);
    }
}
