package dev.framelot.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

class RulesTest {
    @Test
    void serverHoldsOnlyWhatEarlyStoppingShows() {
        assertThat(ServerRule.judge(100, 459, 0).held()).isTrue();
        ServerRule.Told few = ServerRule.judge(100, 458, 0);
        assertThat(few.held()).isFalse();
        assertThat(few.missing()).isEqualTo(1);
        assertThat(few.sentence()).contains("1 more");
        ServerRule.Told slow = ServerRule.judge(100, 980, 20);
        assertThat(slow.held()).isFalse();
        assertThat(slow.shareWithin()).isEqualTo(0.98);
        assertThat(slow.sentence()).contains("not held");
    }

    @Test
    void aProbeIsLongEnoughForItsShareOver() {
        long queries = ServerRule.queriesFor(0.005);
        long over = (long) Math.ceil(0.005 * queries);
        assertThat(ServerRule.judge(1, queries - over, over).held()).isTrue();
        assertThat(queries).isBetween(1_000L, 6_000L);
    }

    @Test
    void singleStreamTellsItsEstimateAndWhatIsMissing() {
        double[] latencies = new double[1_000];
        Arrays.fill(latencies, 5);
        Arrays.fill(latencies, 0, 50, 50);
        StreamRule.Told told = StreamRule.SINGLE_STREAM.judge(latencies, 60, 60);
        assertThat(told.valid()).isTrue();
        assertThat(told.millis()).as("5 %% slow ones don't reach p90").isEqualTo(5);
        assertThat(StreamRule.SINGLE_STREAM.judge(latencies, 59, 60).sentence()).startsWith("invalid").contains("60 s");
        assertThat(StreamRule.MULTI_STREAM.judge(Arrays.copyOf(latencies, 661), 60, 60).sentence()).contains("661 queries", "at least 662");
    }

    @Test
    void offlineNeedsEveryFrameAndEnoughOfThem() {
        assertThat(OfflineRule.judge(30_000, 30_000, 100, 60).valid()).isTrue();
        assertThat(OfflineRule.judge(30_000, 30_000, 100, 60).framesPerSecond()).isEqualTo(300);
        assertThat(OfflineRule.judge(29_999, 30_000, 100, 60).sentence()).contains("1 frames have no result");
        assertThat(OfflineRule.judge(24_575, 24_575, 100, 60).sentence()).contains("24576 samples");
        assertThat(OfflineRule.judge(30_000, 30_000, 59, 60).sentence()).contains("60 s");
    }

    @Test
    void aGeneratorThatKeptUpIsNoProblem() {
        GeneratorDelay delay = measuring();
        IntStream.range(0, 1_000).forEach(i -> delay.sent(i < 990 ? 100_000 : 50_000_000));
        assertThat(delay.problems(1_000, 50)).isEmpty();
        assertThat(delay.millis(50)).isCloseTo(0.1, within(0.001));
    }

    @Test
    void whatIsLateWhileWarmingUpDoesNotCount() {
        GeneratorDelay delay = new GeneratorDelay();
        IntStream.range(0, 500).forEach(i -> delay.sent(200_000_000));
        delay.measure();
        IntStream.range(0, 500).forEach(i -> delay.sent(100_000));
        assertThat(delay.problems(1_000, 50)).isEmpty();
        assertThat(delay.sent()).isEqualTo(1_000);
    }

    private static GeneratorDelay measuring() {
        GeneratorDelay delay = new GeneratorDelay();
        delay.measure();
        return delay;
    }

    @Test
    void aLateGeneratorIsRejectedWithItsFigures() {
        GeneratorDelay delay = measuring();
        IntStream.range(0, 980).forEach(i -> delay.sent(i < 960 ? 100_000 : 30_000_000));
        assertThat(delay.problems(1_000, 50)).hasSize(2);
        assertThat(delay.problems(1_000, 50).get(0)).contains("980 of 1000");
        assertThat(delay.problems(1_000, 50).get(1)).contains("30.0 ms", "5.0 ms");
        assertThat(delay.problems(980, 400)).as("a tenth of a wider bound").isEmpty();
    }

    @Test
    void theLogIsReadBackByItsOwnReader() {
        LatencyLog log = new LatencyLog(1_700_000_000_000L);
        log.record("seen", 1_700_000_000_100L, 5_000);
        log.record("seen", 1_700_000_002_999L, 7_000);
        log.record("run", 1_700_000_000_100L, -3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.writeTo(out, "two\nlines");

        assertThat(out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow()).isEqualTo("#[two lines; values in microseconds]");
        Map<String, Long> counts = new HashMap<>();
        long last = 0;
        HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(out.toByteArray()));
        while (reader.hasNext()) {
            EncodableHistogram read = reader.nextIntervalHistogram();
            counts.merge(read.getTag(), ((Histogram) read).getTotalCount(), Long::sum);
            if (read.getTag().equals("seen")) {
                last = ((Histogram) read).getMaxValue();
            }
        }
        assertThat(counts).isEqualTo(Map.of("seen", 2L, "run", 1L));
        assertThat(last).isBetween(6_990L, 7_010L);
        assertThat(log.total("seen").getTotalCount()).isEqualTo(2);
        assertThat(log.intervals("seen")).containsOnlyKeys(0L, 2L);
    }
}
