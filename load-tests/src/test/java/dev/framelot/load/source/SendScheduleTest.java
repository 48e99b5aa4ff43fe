package dev.framelot.load.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendScheduleTest {

    @Test
    void framesAreDueEvenlyAndTheScheduleDoesNotDrift() {
        SendSchedule schedule = new SendSchedule(30, Long.MAX_VALUE);
        assertThat(schedule.dueNanos(0)).isZero();
        assertThat(schedule.dueNanos(3)).isEqualTo(100_000_000L);
        assertThat(schedule.dueNanos(30L * 3600 * 24)).isEqualTo(Duration.ofDays(1).toNanos());
    }

    @Test
    void aDurationCountsTheFramesDueBeforeItsEnd() {
        assertThat(SendSchedule.lasting(10, Duration.ofSeconds(2)).maxFrames()).isEqualTo(20);
        assertThat(SendSchedule.lasting(10, Duration.ofMillis(2_001)).maxFrames()).isEqualTo(21);
        assertThat(SendSchedule.lasting(10, Duration.ZERO).maxFrames()).isZero();
    }

    @Test
    void refusesRatesThatMakeNoSense() {
        assertThatThrownBy(() -> new SendSchedule(0, 1)).hasMessageContaining("0.0 frames a second");
        assertThatThrownBy(() -> new SendSchedule(Double.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new SendSchedule(1, -1)).hasMessageContaining("-1 frames");
    }
}
