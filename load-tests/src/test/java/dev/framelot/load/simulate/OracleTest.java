package dev.framelot.load.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.policy.LatencyPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleTest {
    private static final long MS = 1_000_000;

    static LongStream seeds() {
        return LongStream.range(1, 151);
    }

    /** Any partition of any subset of the frames into batches in any order, each started as soon as possible. */
    private static int bruteForce(Trace trace, Curve curve, Shapes shapes) {
        return best(trace, curve, shapes, 0, 0);
    }

    private static int best(Trace trace, Curve curve, Shapes shapes, int usedMask, long freeAt) {
        int n = trace.frames();
        int best = 0;
        for (int batch = 1; batch < 1 << n; batch++) {
            if ((batch & usedMask) != 0 || Integer.bitCount(batch) > shapes.largest()) {
                continue;
            }
            long start = freeAt;
            long due = Long.MAX_VALUE;
            for (int i = 0; i < n; i++) {
                if ((batch & 1 << i) != 0) {
                    Trace.Arrival arrival = trace.arrivals().get(i);
                    start = Math.max(start, arrival.atNanos());
                    due = Math.min(due, arrival.atNanos() + arrival.budgetNanos());
                }
            }
            long end = start + curve.nanos(shapes.holding(Integer.bitCount(batch)));
            // A batch with a late frame is never better than the same batch without it.
            if (end <= due) {
                best = Math.max(best, Integer.bitCount(batch) + best(trace, curve, shapes, usedMask | batch, end));
            }
        }
        return best;
    }

    private static Trace drawn(Random random, int frames, boolean equalBudgets) {
        List<Trace.Arrival> arrivals = new ArrayList<>();
        long at = 0;
        long due = 0;
        for (int i = 0; i < frames; i++) {
            at += random.nextInt(6) * MS;
            long budget = equalBudgets ? 14 * MS : 8 * MS + random.nextInt(12) * MS;
            due = Math.max(due, at + budget);
            arrivals.add(new Trace.Arrival(at, due - at, TrafficClass.LIVE, "a"));
        }
        return new Trace("drawn", arrivals);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void equalsBruteForceOnSmallCases(long seed) {
        Random random = new Random(seed);
        Curve curve = Curve.line(1 + random.nextInt(6), 0.5 + random.nextInt(4));
        Shapes shapes = Shapes.powersOfTwoUpTo(1 << random.nextInt(3));
        Trace trace = drawn(random, 1 + random.nextInt(6), random.nextBoolean());
        assertThat(Oracle.onTime(trace, curve, shapes, 1, 0)).hasValue(bruteForce(trace, curve, shapes));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aKnownScheduleOnlySavesWork(long seed) {
        Curve curve = Curve.line(3, 1);
        Shapes shapes = Shapes.powersOfTwoUpTo(8);
        Trace trace = Traces.BURSTY.draw(0.5 * (1 + seed % 4) * curve.capacity(shapes), 120, 3, 30 * MS, seed);
        int reached = Simulation.run(Scenario.of(trace, curve, 0, 8, 1,
                new Objective(new LatencyPolicy(), DropPolicy.SHED_LATE, 8, 0), seed)).onTime();
        int oracle = Oracle.onTime(trace, curve, shapes, 1, 0).orElseThrow();
        assertThat(Oracle.onTime(trace, curve, shapes, 1, reached)).hasValue(oracle);
        assertThat(reached).as("nobody beats the oracle").isLessThanOrEqualTo(oracle);
    }

    @Test
    void saysNothingWhereItsAssumptionsDoNotHold() {
        Shapes shapes = Shapes.powersOfTwoUpTo(4);
        Trace falling = new Trace("falling", List.of(
                new Trace.Arrival(0, 50 * MS, TrafficClass.LIVE, "a"), new Trace.Arrival(MS, 10 * MS, TrafficClass.LIVE, "a")));
        Trace backfill = new Trace("backfill", List.of(new Trace.Arrival(0, QueuedFrame.NO_DEADLINE, TrafficClass.BACKFILL, "a")));
        Trace fine = new Trace("fine", List.of(new Trace.Arrival(0, 50 * MS, TrafficClass.LIVE, "a")));
        assertThat(Oracle.onTime(falling, Curve.line(1, 1), shapes, 1, 0)).isEmpty();
        assertThat(Oracle.onTime(backfill, Curve.line(1, 1), shapes, 1, 0)).isEmpty();
        assertThat(Oracle.onTime(fine, Curve.line(1, 1), shapes, 2, 0)).as("two lanes").isEmpty();
        assertThat(Oracle.onTime(fine, Curve.parse("1:5,2:4"), shapes, 1, 0)).as("a curve that falls").isEmpty();
        assertThat(Oracle.onTime(fine, Curve.line(1, 1), shapes, 1, 0)).hasValue(1);
    }

    @Test
    void aTraceThatWouldTakeItMinutesHasNoAnswer() {
        Shapes shapes = Shapes.powersOfTwoUpTo(32);
        Trace days = Traces.CONSTANT.draw(1_000, 200_000, 1, 50_000_000, 1);
        assertThat(Oracle.onTime(days, Curve.parse("4+0.25*b"), shapes, 1, 100_000)).isEmpty();
        assertThat(Oracle.affordable(days, shapes, 199_000)).as("where nearly all are on time the table is narrow").isTrue();
    }
}
