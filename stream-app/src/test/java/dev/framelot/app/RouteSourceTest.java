package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.config.InferenceSettings;
import dev.framelot.inference.onnx.OnnxOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteSourceTest {
    @Test
    void allLanesHaveTheSessionsOfTheSettingsAndOneLaneHasOne() {
        InferenceSettings settings = new ConfigOptions()
                .with("inference.model", "src/test/models/families/yolov8.onnx")
                .with("inference.provider", "cuda")
                .with("inference.devices", "1,0")
                .with("inference.sessions-per-device", "2")
                .with("inference.lanes", "4")
                .loadWithoutBroker()
                .config()
                .inference();

        OnnxOptions all = RouteSource.of(settings).options();
        assertThat(all.sessionsPerDevice()).isEqualTo(2);
        assertThat(all.gpu().devices()).isEqualTo(List.of(1, 0));
        assertThat(RouteSource.of(settings).forOneLane().options()).isEqualTo(all.forOneLane());
        assertThat(all.forOneLane().gpu().devices()).isEqualTo(List.of(1));
    }
}
