package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceAloneTest {
    private static final ContestTerms TERMS = new ContestTerms(16_000, 1_200, 2, 32, 80, 0.99, 1_000, 5_000, 4, 16);

    @Test
    void nothingGetsThroughFasterThanItsRunAndThanTheDeviceCan() {
        assertThat(DeviceAlone.p99Millis(TERMS, 20, 1)).isGreaterThan(17.2).isLessThan(2 * 18.4 + 17.2);
        assertThat(DeviceAlone.highestRate(TERMS.withSlo(1_000), 1)).isLessThanOrEqualTo(TERMS.deviceFramesPerSecond()).isGreaterThan(0.9 * TERMS.deviceFramesPerSecond());
    }

    @Test
    void aTighterBoundLeavesLess() {
        assertThat(DeviceAlone.highestRate(TERMS.withSlo(60), 1)).isPositive().isLessThan(DeviceAlone.highestRate(TERMS, 1));
        assertThat(DeviceAlone.highestRate(TERMS.withSlo(10), 1)).isZero();
    }
}
