package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void findsTheSlopeOfALine() {
        assertThat(Trend.slope(new double[] {0, 1, 2, 5}, new double[] {10, 12, 14, 20})).isCloseTo(2, within(1e-9));
    }

    @Test
    void oneOutlierDoesNotMoveIt() {
        assertThat(Trend.slope(new double[] {0, 1, 2, 3, 4, 5, 6}, new double[] {7, 7, 7, 500, 7, 7, 7})).isZero();
    }

    @Test
    void onePointHasNone() {
        assertThat(Trend.slope(new double[] {1}, new double[] {1})).isNaN();
    }
}
