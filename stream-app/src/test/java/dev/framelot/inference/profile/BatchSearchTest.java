package dev.framelot.inference.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.inference.CostCurve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class BatchSearchTest {
    private static final long MS = 1_000_000;
    private final List<Integer> asked = new ArrayList<>();

    private static SearchLimits upTo(int most) {
        return new SearchLimits(most, "a test", Optional.empty(), OptionalInt.empty());
    }

    /** @param fits largest shape with room */
    private Finding search(SearchLimits limits, IntToLongFunction nanos, int fits) {
        BatchSearch search = new BatchSearch(limits);
        while (search.next() instanceof BatchSearch.Next.Measure wanted) {
            asked.add(wanted.shape());
            if (wanted.shape() > fits) {
                search.refused(new Refusal(wanted.shape(), Refusal.Cause.MEMORY, "out of memory"));
            } else {
                search.ran(new ShapeRun(wanted.shape(), 5, CostCurve.Cost.ofRuns(nanos.applyAsLong(wanted.shape())), OptionalLong.empty()));
            }
        }
        return ((BatchSearch.Next.Stop) search.next()).finding();
    }

    @Test
    void stopsWhereADoublingGainsLessThanATwentieth() {
        Finding finding = search(upTo(1024), shape -> 4 * MS + 3 * MS * shape, 1024);
        assertThat(asked).containsExactly(1, 2, 4, 8, 16, 32);
        assertThat(finding.by()).isEqualTo(Finding.StoppedBy.PLATEAU);
        assertThat(finding.chosen()).as("the one before the doubling that did not pay").hasValue(16);
        assertThat(finding.sentence()).contains("32").contains("less than 5 %");
    }

    @Test
    void memoryLeavesTheLargestThatRan() {
        Finding finding = search(upTo(1024), shape -> 40 * MS + MS * shape / 10, 8);
        assertThat(finding.chosen()).hasValue(8);
        assertThat(finding.by()).isEqualTo(Finding.StoppedBy.MEMORY);
        assertThat(finding.sentence()).contains("does not fit at batch 16");
    }

    @Test
    void whatDoesNotFitAtOneIsSaidInOneSentence() {
        Finding finding = search(upTo(1024), shape -> MS, 0);
        assertThat(finding.chosen()).isEmpty();
        assertThat(finding.sentence()).contains("does not fit at batch 1").doesNotContain("\n");
        assertThat(asked).containsExactly(1);
    }

    @Test
    void theSloEndsItBeforeTheShapeThatBreaksIt() {
        Finding finding = search(
                new SearchLimits(1024, "a test", Optional.of(Duration.ofMillis(20)), OptionalInt.empty()), shape -> 10 * MS + MS * shape, 1024);
        assertThat(finding.chosen()).hasValue(8);
        assertThat(finding.by()).isEqualTo(Finding.StoppedBy.SLO);
    }

    @Test
    void neverAboveWhatIsAllowedAndNeverASizeThatDidNotRun() {
        Finding finding = search(upTo(12), shape -> 40 * MS, 1024);
        assertThat(asked).containsExactly(1, 2, 4, 8);
        assertThat(finding.chosen()).hasValue(8);
        assertThat(finding.sentence()).contains("a test");
    }

    @Test
    void aModelOfOneSizeIsRunInThatOne() {
        SearchLimits four = new SearchLimits(8, "a test", Optional.empty(), OptionalInt.of(4));
        assertThat(search(four, shape -> MS, 1024).chosen()).hasValue(4);
        assertThat(asked).containsExactly(4);
        Finding tooLarge = search(new SearchLimits(2, "a test", Optional.empty(), OptionalInt.of(4)), shape -> MS, 1024);
        assertThat(tooLarge.chosen()).isEmpty();
        assertThat(tooLarge.sentence()).contains("only batches of 4");
    }

    @Test
    void tellingItOfAnotherShapeIsABug() {
        BatchSearch search = new BatchSearch(upTo(8));
        assertThatThrownBy(() -> search.refused(new Refusal(2, Refusal.Cause.MODEL, "x"))).hasMessageContaining("asked for");
    }
}
