package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.measure.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceCurveTest {
    private static final DeviceCurve CURVE = new DeviceCurve(List.of(
            point(1, 100, 90, Double.NaN), point(8, 400, 380, 372), point(16, 390, 300, Double.NaN)));

    @Test
    void theBestBatchIsWhereTheSessionAloneIsFastest() {
        assertThat(CURVE.best().shape()).isEqualTo(8);
    }

    @Test
    void theTableHasALineForEachBatchAndADashForWhatWasNotMeasured() {
        assertThat(CURVE.table()).hasSize(4);
        assertThat(CURVE.table().get(2).trim().split(" +")).containsExactly("8", "2.00", "3.00", "400.0", "-", "380.0", "0.950", "372.0", "0.930");
        assertThat(CURVE.table().get(3).trim().split(" +")).containsExactly("16", "2.00", "3.00", "390.0", "-", "300.0", "0.769", "-", "-");
    }

    @Test
    void thePictureIsAPng() throws Exception {
        assertThat(CURVE.picture("title")).startsWith(0x89, 'P', 'N', 'G');
    }

    private static DeviceCurve.Point point(int shape, double session, double pipeline, double topics) {
        return new DeviceCurve.Point(shape, new LaneRate(session, Samples.of(1, 2, 3)), Double.NaN, pipeline, topics);
    }
}
