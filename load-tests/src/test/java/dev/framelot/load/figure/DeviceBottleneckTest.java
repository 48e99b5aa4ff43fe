package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeviceBottleneckTest {
    @Test
    void onSharedCoresCostsAddUp() {
        assertThat(new DeviceBottleneck(100, 400, true, 80).ceiling()).isCloseTo(80, within(1e-9));
        assertThat(new DeviceBottleneck(100, 400, true, 78).sentence(76)).startsWith("the cores");
    }

    @Test
    void besideADeviceOfItsOwnTheSlowerPartHoldsTheOther() {
        assertThat(new DeviceBottleneck(6_000, 9_000, false, 5_800).sentence(5_700)).startsWith("the device").contains("6000", "9000");
        assertThat(new DeviceBottleneck(9_000, 4_000, false, 3_900).sentence(3_800)).startsWith("JPEG decoding").contains("4000", "9000");
    }

    @Test
    void whatReachesNeitherLimitIsHeldByWhatLiesBetween() {
        assertThat(new DeviceBottleneck(6_000, 9_000, false, 3_000).sentence(2_900)).startsWith("batching, copies and boxes").contains("6000");
    }

    @Test
    void kafkaIsNamedWhereOnlyTheTopicsAreSlow() {
        assertThat(new DeviceBottleneck(6_000, 9_000, false, 5_900).sentence(4_000)).startsWith("Kafka").contains("4000", "5900");
    }

    @Test
    void withoutARunThroughTopicsKafkaIsNotBlamed() {
        assertThat(new DeviceBottleneck(6_000, 9_000, false, 5_900).sentence(Double.NaN)).startsWith("the device");
    }
}
