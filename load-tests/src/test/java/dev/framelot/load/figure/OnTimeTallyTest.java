package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.TrafficClass;
import dev.framelot.load.simulate.Trace;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnTimeTallyTest {
    private static final long START = 1_000_000_000;
    private static final long SLO = 100;

    /** Every 10 microseconds a frame. */
    private static ArrivalTimes every10(int frames) {
        return times(IntStream.range(0, frames).mapToLong(i -> 10_000L * i).toArray());
    }

    private static ArrivalTimes times(long... nanos) {
        List<Trace.Arrival> arrivals = java.util.Arrays.stream(nanos).mapToObj(at -> new Trace.Arrival(at, 1, TrafficClass.LIVE, "camera")).toList();
        return ArrivalTimes.of(new Trace("test", arrivals));
    }

    private static OnTimeTally started(int frames, int skip) {
        OnTimeTally tally = new OnTimeTally(every10(frames), skip, SLO);
        tally.started(START);
        return tally;
    }

    @Test
    void countsWhatCameInTime() {
        OnTimeTally tally = started(10, 2);
        for (int i = 0; i < 10; i++) {
            long due = START + 10L * i;
            tally.seen(due, due + (i < 6 ? SLO : SLO + 1));
        }
        assertThat(tally.seen()).isEqualTo(10);
        assertThat(tally.onTimeShare()).isEqualTo(4 / 8.0);
        assertThat(tally.late(START + 100)).isEqualTo(4);
        assertThat(tally.ageMillis(50)).isEqualTo(0.1);
        assertThat(tally.ageMillis(100)).isEqualTo(0.101);
    }

    @Test
    void aMissingFrameIsLateAsSoonAsItsTimeIsOver() {
        OnTimeTally tally = started(10, 0);
        assertThat(tally.late(START + SLO - 1)).isZero();
        assertThat(tally.late(START + SLO)).isEqualTo(1);
        assertThat(tally.late(START + SLO + 45)).isEqualTo(5);
        tally.seen(START, START + 5);
        assertThat(tally.late(START + SLO + 45)).isEqualTo(4);
        assertThat(tally.late(START + 10 * SLO)).isEqualTo(9);
        assertThat(tally.onTimeShare()).isEqualTo(0.1);
        assertThat(tally.ageMillis(50)).as("never came out").isNaN();
        assertThat(tally.ageMillis(10)).isEqualTo(0.005);
    }

    @Test
    void knowsWhenTheShareIsOutOfReach() {
        OnTimeTally tally = started(100, 0);
        assertThat(tally.lost(0.99, START + SLO)).as("one of a hundred may be late").isFalse();
        assertThat(tally.lost(0.99, START + SLO + 10)).isTrue();
        assertThat(tally.lost(0, START + 100 * SLO)).as("nothing is asked").isFalse();
    }

    @Test
    void leavesOutOtherRoundsAndSecondResults() {
        OnTimeTally tally = started(10, 0);
        tally.seen(START - 10, START);
        tally.seen(START + 3, START + 4);
        tally.seen(START + 20, START + 30);
        tally.seen(START + 20, START + 5_000);
        assertThat(tally.seen()).isEqualTo(1);
        assertThat(tally.onTimeShare()).isEqualTo(0.1);
    }

    @Test
    void beforeTheStartNothingCounts() {
        OnTimeTally tally = new OnTimeTally(every10(10), 0, SLO);
        tally.seen(START, START + 1);
        assertThat(tally.seen()).isZero();
        assertThat(tally.late(START + 1_000)).isZero();
        tally.started(START);
        tally.started(START + 500);
        tally.seen(START, START + 1);
        assertThat(tally.seen()).isEqualTo(1);
    }

    @Test
    void refusesToLeaveOutAll() {
        assertThatThrownBy(() -> new OnTimeTally(every10(10), 10, SLO)).hasMessageContaining("10");
    }

    @Test
    void arrivalsAreToldApart() {
        ArrivalTimes times = times(0, 100, 900, 1_000, 1_500, 9_000);
        assertThat(IntStream.range(0, times.frames()).mapToLong(times::dueMicros)).containsExactly(0L, 1L, 2L, 3L, 4L, 9L);
        assertThat(times.dueNanos(5)).isEqualTo(9_000);
        assertThat(times.dueUntil(-1)).isZero();
        assertThat(times.dueUntil(4)).isEqualTo(5);
        assertThat(times.dueUntil(8)).isEqualTo(5);
        assertThat(times.dueUntil(9)).isEqualTo(6);
        assertThat(times.indexOf(9)).isEqualTo(5);
        assertThat(times.indexOf(5)).isNegative();
    }
}
