package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresetsTest {
    private static LoadedConfig load(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(own);
        all.put("kafka.bootstrap-servers", "localhost:9092");
        return ConfigLoader.loadWithoutModel(new ConfigSources(Optional.empty(), Map.of(), Map.of(), all));
    }

    @Test
    void drivingIsOneFrameAtATimeAndTheNewestOnly() {
        BatchingSettings batching = load(Map.of("batching.preset", "driving")).config().batching();
        assertThat(batching.mode()).isEqualTo(BatchingSettings.Mode.LATENCY);
        assertThat(batching.maxFrames()).isEqualTo(1);
        assertThat(batching.drop()).isEqualTo(BatchingSettings.Drop.KEEP_LATEST);
        assertThat(batching.slo()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void medicalIsTwoAtATimeByTileAndAnEmptyValueTurnsTheTilesOff() {
        FramelotConfig config = load(Map.of("batching.preset", "medical")).config();
        assertThat(config.batching().maxFrames()).isEqualTo(2);
        assertThat(config.slicing().abovePixels()).hasValue(2_000_000);
        assertThat(load(Map.of("batching.preset", "medical", "slicing.above-pixels", "")).config().slicing().abovePixels()).isEmpty();
    }

    @Test
    void everyPresetButNoneLoads() {
        for (BatchingSettings.Preset preset : BatchingSettings.Preset.values()) {
            assertThat(load(Map.of("batching.preset", preset.name().toLowerCase(java.util.Locale.ROOT))).config().batching().shapes()).isNotEmpty();
        }
    }

    @Test
    void whatIsSetBesidesWins() {
        BatchingSettings batching = load(Map.of("batching.preset", "driving", "batching.max-frames", "4", "batching.slo", "70ms")).config().batching();
        assertThat(batching.maxFrames()).isEqualTo(4);
        assertThat(batching.slo()).isEqualTo(Duration.ofMillis(70));
        assertThat(batching.mode()).isEqualTo(BatchingSettings.Mode.LATENCY);
    }

    @Test
    void anUnknownOneIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> load(Map.of("batching.preset", "flying"))).isInstanceOf(ConfigException.class).hasMessageContaining("driving");
    }

    @Test
    void deadlinesAndDroppingMustFitTheMode() {
        assertThatThrownBy(() -> load(Map.of("batching.slo", "1ms"))).hasMessageContaining("batching.reserve");
        assertThatThrownBy(() -> load(Map.of("batching.mode", "fixed", "batching.drop", "shed-late"))).hasMessageContaining("batching.drop");
    }
}
