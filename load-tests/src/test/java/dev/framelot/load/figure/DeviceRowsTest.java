package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.measure.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceRowsTest {
    private static DeviceCurve.Point point(int shape, double bare, double topics) {
        return new DeviceCurve.Point(shape, new LaneRate(bare, Samples.of(List.of(1.0, 2.0, 3.0))), 100, (bare + topics) / 2, topics);
    }

    private static List<FigureRow> rows(boolean onGpu, DeviceCurve.Point... points) {
        return DeviceRows.of(new DeviceCurve(List.of(points)), new DeviceBottleneck(6_000, 9_000, !onGpu, 5_000), onGpu);
    }

    private static List<Optional<Boolean>> held(List<FigureRow> rows) {
        return rows.stream().filter(row -> row.goal().isPresent()).map(FigureRow::held).toList();
    }

    @Test
    void onAGpuBothGoalsAreJudgedAtTheFastestBatch() {
        List<FigureRow> reached = rows(true, point(1, 900, 800), point(32, 6_000, 5_800));
        assertThat(reached).filteredOn(row -> row.goal().isPresent()).extracting(FigureRow::name)
                .containsExactly("at batch 32, topic to topic / bare session", "application, topic to topic, from JPEG at batch 32");
        assertThat(held(reached)).containsExactly(Optional.of(true), Optional.of(true));
    }

    @Test
    void eachGoalIsMissedByItself() {
        assertThat(held(rows(true, point(32, 6_000, 5_600)))).as("0.933 of the bare session").containsExactly(Optional.of(false), Optional.of(true));
        assertThat(held(rows(true, point(32, 5_000, 4_900)))).as("4,900 frames/s").containsExactly(Optional.of(true), Optional.of(false));
    }

    @Test
    void whatWasNotMeasuredHoldsNoGoal() {
        assertThat(held(rows(true, point(32, 6_000, Double.NaN)))).containsExactly(Optional.of(false), Optional.of(false));
    }

    @Test
    void onTheCpuThereIsNoGoal() {
        List<FigureRow> rows = rows(false, point(1, 60, 50));
        assertThat(held(rows)).isEmpty();
        assertThat(rows).extracting(FigureRow::name).contains("at batch 1, topic to topic / bare session (no goal on a CPU)").doesNotHaveDuplicates();
    }
}
