package dev.framelot.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    /** Counts that LoadGen prints in its logs. */
    @Test
    void needsAsManyQueriesAsLoadGen() {
        assertThat(EarlyStopping.fewestWithin(0, 0.99)).isEqualTo(459);
        assertThat(EarlyStopping.fewestQueries(0.90)).isEqualTo(64);
        assertThat(EarlyStopping.fewestQueries(0.99)).isEqualTo(662);
    }

    @Test
    void oneFewerIsNotEnough() {
        for (long over : new long[] {0, 1, 7, 100}) {
            long enough = EarlyStopping.fewestWithin(over, 0.99);
            assertThat(EarlyStopping.shown(enough, over, 0.99)).isTrue();
            assertThat(EarlyStopping.shown(enough - 1, over, 0.99)).isFalse();
        }
    }

    @Test
    void theTailAgreesWithCountingEveryOutcome() {
        // Four trials at 0.3: 0.7^4, and 4 * 0.3 * 0.7^3 more.
        assertThat(Binomial.atMost(0, 4, 0.3)).isCloseTo(0.2401, within(1e-12));
        assertThat(Binomial.atMost(1, 4, 0.3)).isCloseTo(0.6517, within(1e-12));
        assertThat(Binomial.atMost(4, 4, 0.3)).isEqualTo(1);
        assertThat(Binomial.atMost(-1, 4, 0.3)).isZero();
        assertThatThrownBy(() -> Binomial.atMost(0, 0, 0.3)).hasMessageContaining("0 trials");
    }

    @Test
    void theTailOfManyTrialsDoesNotUnderflow() {
        // 270,336 queries at the edge of p99: 2,703 over it in the middle, so about half the tests have that many or fewer.
        assertThat(Binomial.atMost(2_703, 270_336, 0.01)).isBetween(0.49, 0.52);
        assertThat(EarlyStopping.shown(270_336 - 2_580, 2_580, 0.99)).isTrue();
        assertThat(EarlyStopping.shown(270_336 - 2_600, 2_600, 0.99)).isFalse();
    }

    @Test
    void tooFewQueriesGiveNoEstimate() {
        assertThat(EarlyStopping.percentile(ascending(63), 0.9)).isEmpty();
        EarlyStopping.Estimate least = EarlyStopping.percentile(ascending(64), 0.9).orElseThrow();
        assertThat(least.discarded()).isZero();
        assertThat(least.value()).as("the highest").isEqualTo(63);
    }

    @Test
    void anEstimateLiesAboveTheMeasuredPercentileAndComesNearItWithMoreQueries() {
        double few = EarlyStopping.percentile(ascending(1_000), 0.9).orElseThrow().value() / 1_000;
        double many = EarlyStopping.percentile(ascending(100_000), 0.9).orElseThrow().value() / 100_000;
        assertThat(few).isGreaterThan(many);
        assertThat(many).isBetween(0.9, 0.905);
    }

    @Test
    void aSystemBelowTheShareHardlyEverPasses() {
        long seed = 42;
        Random random = new Random(seed);
        int passed = 0;
        for (int test = 0; test < 2_000; test++) {
            long over = IntStream.range(0, 1_500).filter(i -> random.nextDouble() < 0.0101).count();
            passed += EarlyStopping.shown(1_500 - over, over, 0.99) ? 1 : 0;
        }
        assertThat(passed).as("of 2000 tests of a system with 98.99 %% within, seed %d", seed).isLessThan(40);
    }

    private static double[] ascending(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }
}
