package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.onnx.OnnxOptions.TensorRt;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderSettingsTest {
    private static final Path ENGINES = Path.of("engines", "here");
    private static final ShapeProfile RANGE = new ShapeProfile("images", "640x480x3", 1, 16);

    @Test
    void cudaNeverSearchesAndNeverDoubles() {
        assertThat(ProviderSettings.cuda(0))
                .isEqualTo(Map.of("cudnn_conv_algo_search", "HEURISTIC", "arena_extend_strategy", "kSameAsRequested"));
    }

    @Test
    void aMemoryLimitIsInBytes() {
        assertThat(ProviderSettings.cuda(4L << 30)).containsEntry("gpu_mem_limit", "4294967296");
        assertThat(ProviderSettings.tensorRt(false, 1 << 20, ENGINES, Optional.empty())).containsEntry("trt_max_workspace_size", "1048576");
    }

    @Test
    void tensorRtBuildsOneEngineForAllShapesAndKeepsIt() {
        assertThat(ProviderSettings.tensorRt(true, 0, ENGINES, Optional.of(RANGE)))
                .isEqualTo(Map.of(
                        "trt_fp16_enable", "1",
                        "trt_engine_cache_enable", "1",
                        "trt_engine_cache_path", ENGINES.toString(),
                        "trt_timing_cache_enable", "1",
                        "trt_timing_cache_path", ENGINES.toString(),
                        "trt_profile_min_shapes", "images:1x640x480x3",
                        "trt_profile_opt_shapes", "images:16x640x480x3",
                        "trt_profile_max_shapes", "images:16x640x480x3"));
    }

    @Test
    void withoutARangeNoneIsNamed() {
        assertThat(ProviderSettings.tensorRt(false, 0, ENGINES, Optional.empty()).keySet()).noneMatch(key -> key.startsWith("trt_profile"));
        assertThat(ProviderSettings.tensorRt(false, 0, ENGINES, Optional.empty())).containsEntry("trt_fp16_enable", "0");
    }

    @Test
    void enginesOfDifferentModelsPrecisionsAndSizesLieApart() {
        ModelIdentity model = new ModelIdentity("m", "1", "0123456789abcdef0123456789abcdef");
        assertThat(EngineFolder.name(wanted(true, 8), model, "1.29.0")).isEqualTo("0123456789abcdef-fp16-1to8-ort1.29.0");
        assertThat(EngineFolder.name(wanted(false, 32), model, "1.29.0")).isEqualTo("0123456789abcdef-fp32-1to32-ort1.29.0");
    }

    @Test
    void enginesGoWhereTheDataGo() {
        Path home = Path.of("home");
        assertThat(EngineFolder.standard(Map.of("FRAMELOT_DATA", "data", "XDG_CACHE_HOME", "c"), home)).isEqualTo(Path.of("data", "tensorrt"));
        assertThat(EngineFolder.standard(Map.of("XDG_CACHE_HOME", "c"), home)).isEqualTo(Path.of("c", "framelot", "tensorrt"));
        assertThat(EngineFolder.standard(Map.of(), home)).isEqualTo(Path.of("home", ".cache", "framelot", "tensorrt"));
    }

    private static TensorRt wanted(boolean fp16, int largestBatch) {
        return new TensorRt(fp16, Optional.empty(), false, largestBatch);
    }
}
