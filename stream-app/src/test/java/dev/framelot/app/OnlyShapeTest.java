package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.config.FramelotConfig;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;
import dev.framelot.inference.profile.ProfileCache;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that takes one batch size runs with it under any settings. */
class OnlyShapeTest {
    @TempDir
    Path temp;

    @Test
    void theModelsOwnShapeTakesThePlaceOfTheSettings() throws Exception {
        FramelotConfig given = config("16");
        assertThat(given.batching().shapes()).hasSizeGreaterThan(1);

        assertThat(settled("families/yolov8-batch-1.onnx", given).batching().shapes()).containsExactly(1);
        assertThat(settled("families/yolov8-batch-1.onnx", given).batching().maxFrames()).isEqualTo(1);
    }

    @Test
    void aModelThatTakesEachShapeLeavesTheSettings() throws Exception {
        FramelotConfig given = config("16");

        assertThat(settled("families/yolov8.onnx", given).batching().shapes()).isEqualTo(given.batching().shapes());
    }

    @Test
    void aShapeThatTheSettingsDoNotAllowIsRefused() {
        assertThatThrownBy(() -> settled("static-batch-2.onnx", config("1")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("takes only batches of 2")
                .hasMessageContaining("decode.slots");
    }

    private FramelotConfig settled(String model, FramelotConfig given) throws Exception {
        Path file = Path.of("src/test/models", model);
        try (OnnxEngine engine = OnnxEngine.open(ModelCards.load(file), OnnxOptions.cpu(1))) {
            return new AutoBatch(engine, new ProfileCache(temp)).settle(given);
        }
    }

    private static FramelotConfig config(String maxFrames) {
        return new ConfigOptions()
                .with("inference.model", "src/test/models/families/yolov8.onnx")
                .with("batching.max-frames", maxFrames)
                .with("inference.lanes", "1")
                .with("decode.workers", "1")
                .with("decode.slots", maxFrames.equals("1") ? "2" : "64")
                .loadWithoutBroker()
                .config();
    }
}
