package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedDeviceTest {
    @Test
    void onlyOneShadowOfAllPipelinesRunsAtATime() {
        SharedDevice device = new SharedDevice(2);
        SharedDevice.Part one = device.join(1);
        SharedDevice.Part other = device.join(1);
        assertThat(one.shadowBegins()).isTrue();
        assertThat(one.shadowBegins()).isFalse();
        assertThat(other.shadowBegins()).as("another pipeline's").isFalse();
        one.shadowEnded();
        assertThat(other.shadowBegins()).isTrue();
    }
}
