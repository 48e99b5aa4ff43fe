package dev.framelot.inference.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of ONNX Runtime's providers, keys and values as the runtime has them. Pure. */
public final class ProviderSettings {
    private ProviderSettings() {}

    /**
     * HEURISTIC: a new shape costs milliseconds, not a search. The arena grows by what is asked, not by doubling.
     *
     * @param memoryLimitBytes 0 = none
     */
    public static Map<String, String> cuda(long memoryLimitBytes) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cudnn_conv_algo_search", "HEURISTIC");
        settings.put("arena_extend_strategy", "kSameAsRequested");
        if (memoryLimitBytes > 0) {
            settings.put("gpu_mem_limit", Long.toString(memoryLimitBytes));
        }
        return settings;
    }

    /**
     * @param engines where built engines and the timings of their layers are kept
     * @param profile empty: TensorRT takes the shapes as they come, and builds again for each that it has not seen
     */
    static Map<String, String> tensorRt(boolean fp16, long memoryLimitBytes, Path engines, Optional<ShapeProfile> profile) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("trt_fp16_enable", fp16 ? "1" : "0");
        settings.put("trt_engine_cache_enable", "1");
        settings.put("trt_engine_cache_path", engines.toString());
        settings.put("trt_timing_cache_enable", "1");
        settings.put("trt_timing_cache_path", engines.toString());
        if (memoryLimitBytes > 0) {
            settings.put("trt_max_workspace_size", Long.toString(memoryLimitBytes));
        }
        profile.ifPresent(range -> {
            settings.put("trt_profile_min_shapes", range.at(range.least()));
            settings.put("trt_profile_opt_shapes", range.at(range.most()));
            settings.put("trt_profile_max_shapes", range.at(range.most()));
        });
        return settings;
    }
}
