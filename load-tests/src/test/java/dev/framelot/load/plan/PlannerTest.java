package dev.framelot.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.load.simulate.Curve;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static Demand demand(int cameras, double fps, double slo, String curve) {
        return new Demand(cameras, fps, slo, Curve.parse(curve), 32, 12, 0.8, 3, 16, 60, 10, 1);
    }

    @Test
    void tenThousandCamerasGetEnoughDevicesAndNotManyMore() {
        Plan plan = Planner.plan(demand(10_000, 15, 100, "4+0.25*b"));
        // 150,000 frames/s; a device does 32 / 12 ms = 2,667 a second, and may be 80 % busy.
        assertThat(plan.devices()).isBetween(71, 100);
        assertThat(plan.chosen().load()).as("of the fullest instance").isLessThanOrEqualTo(0.8);
        assertThat(plan.chosen().p99Millis()).isLessThanOrEqualTo(100);
        assertThat(plan.chosen().onTime()).isGreaterThanOrEqualTo(0.99);
        assertThat(plan.partitions() % plan.devices()).isZero();
        assertThat(plan.partitions()).as("9 GB/s at 10 MB/s each").isGreaterThanOrEqualTo(900);
        assertThat(plan.fullestCameras()).as("hashing never spreads evenly").isGreaterThan(10_000 / plan.devices());
        assertThat(plan.cores()).isCloseTo(450, within(1e-9));
        assertThat(plan.deviceHoursPerMillion()).isCloseTo(plan.devices() / 150_000.0 * 1e6 / 3_600, within(1e-9));
    }

    @Test
    void theSamePlanComesFromTheSameDemand() {
        assertThat(Planner.plan(demand(200, 15, 100, "4+0.25*b"))).usingRecursiveComparison().isEqualTo(Planner.plan(demand(200, 15, 100, "4+0.25*b")));
    }

    @Test
    void aTighterSloNeverNeedsFewerDevices() {
        int before = 0;
        for (double slo : new double[] {200, 60, 30, 20}) {
            int devices = Planner.plan(demand(240, 15, slo, "3+0.6*b")).devices();
            assertThat(devices).as("SLO %.0f ms", slo).isGreaterThanOrEqualTo(before);
            before = devices;
        }
    }

    @Test
    void cpuSetsTheNumberWhereDecodingCostsMoreThanTheDevice() {
        Demand slowCores = new Demand(1_000, 10, 200, Curve.parse("1+0.02*b"), 32, 12, 0.8, 10, 4, 60, 10, 1);
        Plan plan = Planner.plan(slowCores);
        // 100 cores of CPU work, four an instance and 80 % of them: 32 instances if cameras spread evenly.
        assertThat(plan.devices()).isBetween(32, 50);
        assertThat(plan.chosen().cpuLoad()).as("of the fullest instance").isLessThanOrEqualTo(0.8);
        assertThat(plan.boundBy()).startsWith("CPU");
    }

    @Test
    void whatNoNumberOfDevicesCanHoldIsSaid() {
        assertThatThrownBy(() -> Planner.plan(demand(10, 15, 15, "4+0.25*b"))).hasMessageContaining("one frame alone takes 16.3 ms");
        assertThatThrownBy(() -> demand(0, 15, 15, "4+0.25*b")).hasMessageContaining("at least 1 camera");
        assertThatThrownBy(() -> demand(0, Double.POSITIVE_INFINITY, Double.NaN, "4+0.25*b")).hasMessageContaining("at least 1 camera").hasMessageContaining("not Infinity")
                .hasMessageContaining("not NaN");
        assertThatThrownBy(() -> Planner.plan(demand(2, 1_000, 500, "4+b"))).hasMessageContaining("more than there are cameras");
        Demand tinyPartitions = new Demand(1_000, 10, 200, Curve.parse("1+0.02*b"), 32, 12, 0.8, 1, 4, 60, 1e-9, 1);
        assertThatThrownBy(() -> Planner.plan(tinyPartitions)).hasMessageContaining("partitions, at most 1,000,000");
    }

    @Test
    void oneDeviceIsEnoughForFewCamerasAndNothingElseIsSaidToSetIt() {
        Plan plan = Planner.plan(demand(2, 5, 200, "4+0.25*b"));
        assertThat(plan.devices()).isEqualTo(1);
        assertThat(plan.boundBy()).startsWith("nothing");
        assertThat(plan.partitions()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void camerasFallOnPartitionsAsKafkasOwnPartitionerPutsThem() {
        KeySpread spread = KeySpread.of(1_000);
        int[] count = new int[3];
        for (int camera = 0; camera < 1_000; camera++) {
            byte[] key = String.format(java.util.Locale.ROOT, "camera-%05d", camera).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            count[org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(key, 12) % 3]++;
        }
        assertThat(spread.mostCameras(12, 3)).isEqualTo(java.util.Arrays.stream(count).max().orElseThrow());
    }

    @Test
    void aLineIsFoundThroughATable() {
        double[] line = PlanCheck.line(Curve.parse("4+0.25*b"), 32);
        assertThat(line[0]).isCloseTo(4, within(1e-9));
        assertThat(line[1]).isCloseTo(0.25, within(1e-9));
        assertThat(PlanCheck.line(Curve.parse("1:5"), 1)).containsExactly(5, 0);
    }
}
