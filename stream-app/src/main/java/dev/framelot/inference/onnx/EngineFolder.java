package dev.framelot.inference.onnx;

import dev.framelot.inference.ModelIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where TensorRT keeps what it built. One folder for all that an engine depends on, so that none is taken for another. */
final class EngineFolder {
    private EngineFolder() {}

    /** @throws DeviceUnavailable it can't be made */
    static Path make(OnnxOptions.TensorRt wanted, ModelIdentity model, String runtimeVersion) throws DeviceUnavailable {
        Path root = wanted.engines().orElseGet(() -> standard(System.getenv(), Path.of(System.getProperty("user.home"))));
        Path folder = root.resolve(name(wanted, model, runtimeVersion)).toAbsolutePath();
        try {
            return Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new DeviceUnavailable("the folder of its engines " + folder + " can't be made (inference.tensorrt.engines): " + refused);
        }
    }

    static String name(OnnxOptions.TensorRt wanted, ModelIdentity model, String runtimeVersion) {
        String hash = model.sha256();
        return hash.substring(0, Math.min(16, hash.length())) + "-" + (wanted.fp16() ? "fp16" : "fp32") + "-1to" + wanted.largestBatch() + "-ort" + runtimeVersion;
    }

    static Path standard(Map<String, String> environment, Path home) {
        String data = environment.getOrDefault("FRAMELOT_DATA", "");
        if (!data.isBlank()) {
            return Path.of(data, "tensorrt");
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (cache.isBlank() ? home.resolve(".cache") : Path.of(cache)).resolve("framelot").resolve("tensorrt");
    }
}
