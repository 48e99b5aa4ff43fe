package dev.framelot.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    private static RateSearch search(double first, double most, double tolerance, int probes, DoublePredicate holds) {
        RateSearch search = new RateSearch(first, most, tolerance, probes);
        while (search.next().isPresent()) {
            search.told(holds.test(search.next().getAsDouble()));
        }
        return search;
    }

    @Test
    void comesWithinItsToleranceBelowTheEdgeFromEitherSide() {
        for (double first : new double[] {10, 100, 333, 5_000}) {
            RateSearch search = search(first, 1e6, 0.02, 60, rate -> rate <= 333);
            assertThat(search.highest()).as("from %.0f", first).isBetween(333 / 1.021, 333.0);
        }
    }

    @Test
    void endsAtTheMostThatIsAllowed() {
        RateSearch search = search(100, 500, 0.02, 60, rate -> true);
        assertThat(search.highest()).isEqualTo(500);
        assertThat(search.probes()).extracting(RateSearch.Probe::rate).containsExactly(100.0, 200.0, 400.0, 500.0);
    }

    @Test
    void saysZeroWhereNothingHolds() {
        RateSearch search = search(100, 500, 0.02, 6, rate -> false);
        assertThat(search.highest()).isZero();
        assertThat(search.probes()).hasSize(6);
    }

    @Test
    void neverTriesMoreThanItMay() {
        assertThat(search(1, 1e6, 1e-9, 9, rate -> rate < 333).probes()).hasSize(9);
    }

    @Test
    void refusesWhatCannotBeSearchedAndAnswersToNoQuestion() {
        assertThatThrownBy(() -> new RateSearch(10, 5, 0.1, 3)).hasMessageContaining("from 10.0 up to 5.0");
        RateSearch ended = search(500, 500, 0.1, 3, rate -> true);
        assertThatThrownBy(() -> ended.told(true)).hasMessageContaining("ended");
    }
}
