package dev.framelot.batching.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArrivalRateTest {
    private static final long MS = 1_000_000;
    private final ArrivalRate rate = new ArrivalRate();

    private void arrivals(long fromMs, long toMs, long everyMs, long originNanos) {
        for (long at = fromMs; at < toMs; at += everyMs) {
            rate.arrived(originNanos + at * MS);
        }
    }

    @Test
    void isZeroBeforeTheFirstFrame() {
        assertThat(rate.perNano(5)).isZero();
        assertThat(rate.burstPerNano(5)).isZero();
    }

    @Test
    void countsOverASecond() {
        arrivals(0, 3_000, 10, 0);
        assertThat(rate.perNano(3_000 * MS) * 1e9).isCloseTo(100, within(4.0));
    }

    @Test
    void aBurstShowsInTheQuarterSecondFirst() {
        arrivals(0, 3_000, 20, 0);
        arrivals(3_000, 3_200, 1, 0);
        assertThat(rate.burstPerNano(3_200 * MS)).isGreaterThan(2.5 * rate.perNano(3_200 * MS));
    }

    @Test
    void fewFramesAreCountedOverFiveSeconds() {
        arrivals(0, 10_000, 500, 0);
        assertThat(rate.perNano(10_000 * MS) * 1e9).isCloseTo(2, within(0.3));
    }

    @Test
    void fallsToZeroWhenNothingComes() {
        arrivals(0, 1_000, 10, 0);
        assertThat(rate.perNano(60_000 * MS)).isZero();
    }

    @Test
    void aClockThatStandsGoesBackOrWrapsDoesNoHarm() {
        long origin = Long.MAX_VALUE - 500 * MS;
        arrivals(0, 2_000, 10, origin);
        assertThat(rate.perNano(origin + 2_000 * MS) * 1e9).isCloseTo(100, within(5.0));
        rate.arrived(origin + 100 * MS);
        assertThat(rate.perNano(origin + 50 * MS) * 1e9).isCloseTo(100, within(5.0));
    }
}
