package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadMeterTest {
    @Test
    void theMeasurementsOwnThreadsAreNotTheApplications() {
        assertThat(ThreadMeter.ofTheMeasurement("figure-cameras")).isTrue();
        assertThat(ThreadMeter.ofTheMeasurement("kafka-producer-network-thread | figure-cameras")).isTrue();
        assertThat(ThreadMeter.ofTheMeasurement("framelot-lane-0")).isFalse();
        assertThat(ThreadMeter.ofTheMeasurement("framelot-0f2a-StreamThread-1")).isFalse();
        assertThat(ThreadMeter.ofTheMeasurement("kafka-producer-network-thread | framelot-0f2a-StreamThread-1-producer")).isFalse();
    }

    @Test
    void theGroupOfAFigureIsNotTakenForTheMeasurement() {
        String group = FigureSettings.of("localhost:9092").declaredCost("1ms", "0ms", 64).with("inference.model", ".").asNewGroup().kafka().applicationId();
        assertThat(ThreadMeter.ofTheMeasurement(group + "-StreamThread-1")).isFalse();
    }
}
