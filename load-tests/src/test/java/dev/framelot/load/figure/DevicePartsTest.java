package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.app.Engines;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.Lane;
import dev.framelot.inference.onnx.OnnxEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parts of the figure, each with little to do: what they measure is the machine's business, that they count is ours. */
class DevicePartsTest {
    private static final List<byte[]> JPEGS = BoardImages.jpegs(1).subList(0, 3);

    @Test
    void thePipelineWithoutKafkaKeepsGoingByItself() throws Exception {
        FramelotConfig config = FigureSettings.of("localhost:9").declaredCost("1ms", "0ms", 64)
                .with("batching.max-frames", "4").with("batching.shapes", "4").with("batching.mode", "fixed").asNewGroup();
        try (InferenceEngine engine = Engines.open(config.inference())) {
            RateWindow window = PipelineLoop.measure(engine, decoders(engine, config), config, JPEGS, 8, 400);
            assertThat(window.frames()).isGreaterThanOrEqualTo(400);
            assertThat(window.framesPerSecond()).isPositive();
        }
    }

    @Test
    void aFrameThatFailsEndsTheMeasurement() throws Exception {
        FramelotConfig config = FigureSettings.of("localhost:9").declaredCost("1ms", "0ms", 64)
                .with("batching.max-frames", "1").with("batching.shapes", "1").with("batching.mode", "fixed").asNewGroup();
        try (InferenceEngine engine = Engines.open(config.inference())) {
            assertThatThrownBy(() -> PipelineLoop.measure(engine, decoders(engine, config), config, List.of(new byte[] {1, 2, 3}), 8, 400))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lanesAndDecodersAreCountedAllTogether() throws Exception {
        FramelotConfig config = FigureSettings.of("localhost:9").with("inference.model", Path.of("..", "models", "pcb-defects").toString()).asNewGroup();
        try (OnnxEngine engine = (OnnxEngine) Engines.open(config.inference())) {
            FrameDecoders decoders = decoders(engine, config);
            List<Lane.Input> frames = LaneRate.decoded(decoders, engine.input().slotBytes(), JPEGS);
            assertThat(frames).hasSize(3);
            for (LaneRate.Work work : LaneRate.Work.values()) {
                LaneRate rate = LaneRate.measure(engine, frames, 2, 2, work, 0.01);
                assertThat(rate.framesPerSecond()).isPositive();
                assertThat(rate.runMillis().count()).isGreaterThanOrEqualTo(2);
            }
            assertThat(DecodeRate.measure(decoders, engine.input().slotBytes(), JPEGS, 2, 0.01)).isPositive();
        }
    }

    private static FrameDecoders decoders(InferenceEngine engine, FramelotConfig config) {
        FrameSettings frame = config.frame();
        return FrameDecoders.open(
                FrameDecoders.Library.AUTO, new ImageLimits(frame.maxBytes(), frame.maxPixels(), frame.maxScans(), frame.png(), config.decode().strict()), engine.input());
    }
}
