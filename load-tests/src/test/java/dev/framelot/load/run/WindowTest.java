package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.load.report.Repeat.Second;
import dev.framelot.load.run.Collected.Result;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload.Until;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long S = 1_000_000;

    /** Batches of four that ran 8 ms; the reader had each 5 ms later. */
    private static Result result(boolean backfill, long captured, long latency) {
        return new Result(backfill, captured, captured + latency, captured + latency + 5_000, 4, 4, 100, 900, latency - 10_000, 0, 8_000, 50, 50);
    }

    @Test
    void latenciesAreOfFramesDueAndRatesOfResultsMadeInTheWindow() {
        List<Result> results = List.of(
                result(false, 900_000, 200_000), // due before, made within
                result(false, S, 20_000),
                result(false, S + 500_000, 40_000),
                result(false, 2 * S - 10_000, 30_000), // due within, made after
                result(true, S + 100_000, 90_000));
        Window window = new Window(results, S, 2 * S, Until.RESULT);

        Map<Metric, Double> values = window.values(4, 35);
        assertThat(values.get(Metric.LATENCY_P50)).isEqualTo(30);
        assertThat(values.get(Metric.LATENCY_MAX)).isEqualTo(40);
        assertThat(values.get(Metric.SEEN_P50)).isEqualTo(35);
        assertThat(values.get(Metric.ON_TIME)).as("two of four sent: one is late, one has no result").isEqualTo(0.5);
        assertThat(values.get(Metric.FRAMES_PER_SECOND)).isEqualTo(3);
        assertThat(values.get(Metric.BACKFILL_PER_SECOND)).isEqualTo(1);
        assertThat(values.get(Metric.DEVICE_MS_PER_FRAME)).isEqualTo(2);
        assertThat(values.get(Metric.MEAN_BATCH)).isEqualTo(4);
        assertThat(new Window(results, S, 2 * S, Until.READER).latencies().max()).isEqualTo(45);
    }

    @Test
    void stagesAddUpToTheLatency() {
        Window window = new Window(List.of(result(false, S, 50_000)), S, 2 * S, Until.RESULT);
        Map<String, Double> stages = window.stages();
        double sum = stages.entrySet().stream().filter(e -> !e.getKey().startsWith("Kafka out")).mapToDouble(Map.Entry::getValue).sum();
        assertThat(sum).isCloseTo(50, within(1e-9));
        assertThat(stages).containsEntry("Kafka out, committed", 5.0);
    }

    @Test
    void secondsCountFromTheSchedulesBeginning() {
        Window window = new Window(List.of(result(false, 10 * S, 500_000), result(false, 11 * S, 600_000), result(false, 11 * S, 700_000),
                result(false, 11 * S, 900_000)), 0, 11 * S + 800_000, Until.RESULT);
        assertThat(window.bySecond(10 * S)).containsExactly(new Second(0, 1, 500, 500), new Second(1, 2, 650, 700));
    }

    @Test
    void withoutResultsThereAreNoNumbersAndNoFailure() {
        Window window = new Window(List.of(), 0, S, Until.RESULT);
        assertThat(window.values(10, 50).get(Metric.LATENCY_P99)).isNaN();
        assertThat(window.values(10, 50).get(Metric.ON_TIME)).isZero();
        assertThat(window.percentiles()).isEmpty();
    }
}
