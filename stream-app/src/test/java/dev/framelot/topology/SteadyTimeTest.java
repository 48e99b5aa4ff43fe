package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.TrafficClass;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.FramelotConfig;
import dev.framelot.metrics.FateCounters;
import dev.framelot.schemas.serde.FrameCodecs;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private static final long HOUR_MICROS = 3_600_000_000L;

    private long wallMicros = 1_800_000_000_000_999L;
    private long nanos = -5;
    private final SteadyTime time = new SteadyTime(() -> wallMicros, () -> nanos);

    @Test
    void beginsWithWallTimeAndGoesOnWithMonotonicTimeWhereverTheWallClockIsSet() {
        assertThat(time.micros()).isEqualTo(1_800_000_000_000_999L);
        assertThat(time.milliseconds()).isEqualTo(1_800_000_000_000L);
        wallMicros -= HOUR_MICROS;
        nanos += 1_000;
        assertThat(time.milliseconds()).isEqualTo(1_800_000_000_001L);
        wallMicros += 2 * HOUR_MICROS;
        nanos += 2_500_000;
        assertThat(time.micros()).isEqualTo(1_800_000_000_003_500L);
        assertThat(time.nanoseconds()).isEqualTo(nanos);
    }

    @Test
    void aWaitEndsWithItsConditionOrAtTheDeadlineByThisClock() throws InterruptedException {
        Object lock = new Object();
        time.waitObject(lock, () -> true, time.milliseconds());
        assertThatThrownBy(() -> time.waitObject(lock, () -> false, time.milliseconds() + 1)).isInstanceOf(TimeoutException.class);
    }

    /** The stream isn't started, so no broker is asked. Streams tells by its clock when each thread was made. */
    @Test
    void itIsTheClockThatTheStreamGoesBy() throws Exception {
        FramelotConfig config = ConfigLoader.loadWithoutModel(new ConfigSources(
                Optional.empty(), Map.of(), Map.of(), Map.of("kafka.bootstrap-servers", "127.0.0.1:1"))).config();
        ModelIntake model = new ModelIntake("main", List.of(), frame -> {}, () -> 1, 1);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (FrameStream stream = new FrameStream(config, FrameCodecs.bundled(), new FrameClaims(TrafficClass.LIVE, 0, 0, () -> wallMicros),
                        List.of(model), new FateCounters(), () -> nanos, () -> wallMicros, failure -> {});
                AutoCloseable bound = stream.bindMetrics(registry)) {
            assertThat(registry.getMeters()).filteredOn(meter -> meter.getId().getName().contains("thread.start.time"))
                    .as("of each thread").isNotEmpty().allSatisfy(meter ->
                            assertThat(meter.measure()).extracting(Measurement::getValue).containsExactly(1_800_000_000_000d));
        }
    }
}
