package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class PreciseSleeperTest {
    private static final long LOOK_NANOS = 50;

    private final List<Long> parks = new ArrayList<>();
    private long nowNanos;

    @Test
    void parksUntilShortlyBeforeAndSpinsTheRest() {
        nowNanos = Long.MAX_VALUE - 1_000;
        long began = nowNanos;

        sleeper(asked -> asked).sleepUntil(began + 5_000_000);

        assertThat(parks).hasSize(1);
        assertThat(parks.get(0)).isBetween(4_800_000L, 4_900_000L);
        assertThat(nowNanos - began).isBetween(5_000_000L, 5_000_000L + 2 * LOOK_NANOS);
    }

    @Test
    void aParkThatEndsEarlyIsRepeated() {
        sleeper(asked -> asked / 2).sleepUntil(1_000_000);

        assertThat(parks).hasSizeGreaterThan(2);
        assertThat(nowNanos).isBetween(1_000_000L, 1_000_000L + 2 * LOOK_NANOS);
    }

    @Test
    void aShortSleepOnlySpins() {
        sleeper(asked -> asked).sleepUntil(PreciseSleeper.SPIN_NANOS);

        assertThat(parks).isEmpty();
    }

    @Test
    void aPastDeadlineReturnsAtOnce() {
        nowNanos = 10;
        sleeper(asked -> asked).sleepUntil(5);

        assertThat(nowNanos).isEqualTo(10 + LOOK_NANOS);
    }

    @Test
    void anInterruptStaysSetButDoesNotEndTheSleep() {
        Thread.currentThread().interrupt();

        sleeper(asked -> asked).sleepUntil(1_000_000);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(nowNanos).isGreaterThanOrEqualTo(1_000_000);
    }

    /** @param passes nanoseconds that pass in a park of so many */
    private PreciseSleeper sleeper(LongUnaryOperator passes) {
        return new PreciseSleeper(
                () -> {
                    long now = nowNanos;
                    nowNanos += LOOK_NANOS;
                    return now;
                },
                nanos -> {
                    parks.add(nanos);
                    nowNanos += passes.applyAsLong(nanos);
                });
    }
}
