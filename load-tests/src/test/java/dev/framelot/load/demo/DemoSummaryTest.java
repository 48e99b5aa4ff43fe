package dev.framelot.load.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.app.AppStats;
import dev.framelot.load.verify.Accuracy;
import dev.framelot.load.verify.LedgerReport;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {

    @Test
    void theJsonHasExactlyTheDocumentedShape() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(summary(books(0, 0, 0)).json())).isEqualTo(json.readTree(
                """
                {"frames": {"published": 100, "consumed": 100, "detected": 90, "shed": 4, "deadLettered": 6},
                 "lost": 0, "duplicated": 0, "framesPerSecond": 10.0,
                 "latencyMs": {"p50": 12.5, "p99": 80.25},
                 "batch": {"meanFrames": 2.5, "meanShape": 3.125},
                 "accuracy": {"precision": 0.75, "recall": 0.5}}
                """));
    }

    @Test
    void aLossIsNeverGoodAndADuplicateOnlyWithoutTheGuarantee() {
        assertThat(summary(books(0, 0, 0)).good(true)).isTrue();
        assertThat(summary(books(0, 1, 0)).good(true)).isFalse();
        assertThat(summary(books(0, 1, 0)).good(false)).isTrue();
        assertThat(summary(books(1, 0, 0)).good(false)).isFalse();
    }

    @Test
    void framesOfOthersAreNamedOnlyWhereThereAreAny() {
        assertThat(summary(books(0, 0, 0)).table()).doesNotContain("someone else");
        assertThat(summary(books(0, 0, 3)).table()).contains("3 frames of someone else's cameras");
    }

    @Test
    void withoutAnyBatchOrDetectionTheNumbersAreZeroNotNaN() {
        DemoSummary nothing = new DemoSummary(new LedgerReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 0, 0, 0, new AppStats(0, 0, 0, 0, 0, 0, 0, 0, "RUNNING"), Accuracy.NONE);
        assertThat(nothing.json()).doesNotContain("NaN");
        assertThat(nothing.good(true)).isTrue();
    }

    private static LedgerReport books(long lost, long duplicated, long unexpected) {
        return new LedgerReport(100, 90, 4, 6, 100 + duplicated, lost, duplicated, 0, unexpected, 0);
    }

    private static DemoSummary summary(LedgerReport books) {
        return new DemoSummary(books, 100, 10, 12.5, 80.25, new AppStats(100, 90, 4, 6, 40, 100, 125, 0, "RUNNING"), new Accuracy(3, 4, 6));
    }
}
