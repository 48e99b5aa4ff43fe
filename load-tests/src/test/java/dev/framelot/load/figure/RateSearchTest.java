package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    @RepeatedTest(50)
    void comesAsNearAsItsStepsAllow(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        double ceiling = 100 + 2_000 * random.nextDouble();
        double truth = ceiling * random.nextDouble();
        int halvings = random.nextInt(7);
        List<Double> asked = new ArrayList<>();
        double found = RateSearch.highest(ceiling / 4, ceiling, halvings, rate -> {
            asked.add(rate);
            return rate <= truth;
        });
        double bracket = truth < ceiling / 4 ? ceiling / 4 : truth < ceiling / 2 ? ceiling / 4 : ceiling / 2;
        assertThat(found).isLessThanOrEqualTo(truth);
        assertThat(truth - found).as("seed %d", repetition.getCurrentRepetition()).isLessThanOrEqualTo(bracket / (1 << halvings) + 1e-9);
        assertThat(asked).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(3 + halvings).allMatch(rate -> rate > 0 && rate <= ceiling);
    }

    @Test
    void stopsAtTheCeiling() throws Exception {
        assertThat(RateSearch.highest(30, 100, 5, rate -> true)).isEqualTo(100);
    }

    @Test
    void saysZeroWhereNothingHolds() throws Exception {
        List<Double> asked = new ArrayList<>();
        assertThat(RateSearch.highest(80, 100, 3, rate -> {
            asked.add(rate);
            return false;
        })).isZero();
        assertThat(asked).containsExactly(80.0, 40.0, 20.0, 10.0);
    }

    @Test
    void refinesBelowTheFirstRate() throws Exception {
        assertThat(RateSearch.highest(80, 100, 6, rate -> rate <= 50)).isCloseTo(50, within(80.0 / 64));
    }

    @Test
    void passesOnWhatTheProbeThrows() {
        assertThatThrownBy(() -> RateSearch.highest(1, 2, 1, rate -> {
            throw new java.io.IOException("gone");
        })).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void refusesASearchThatCannotBe() {
        assertThatThrownBy(() -> RateSearch.highest(0, 10, 1, rate -> true)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> RateSearch.highest(20, 10, 1, rate -> true)).hasMessageContaining("20.0");
        assertThatThrownBy(() -> RateSearch.highest(5, 10, -1, rate -> true)).hasMessageContaining("-1");
    }
}
