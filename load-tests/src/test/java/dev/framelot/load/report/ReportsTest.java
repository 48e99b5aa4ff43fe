package dev.framelot.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.load.measure.Machine;
import dev.framelot.load.workload.Metric;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReportsTest {
    static LoadResult result(double... p99) {
        List<Repeat> repeats = new java.util.ArrayList<>();
        for (int i = 0; i < p99.length; i++) {
            repeats.add(new Repeat(i + 1, 7 + i, Map.of(Metric.LATENCY_P99, p99[i], Metric.ON_TIME, 0.995, Metric.RSS_MB, Double.NaN), new Repeat.Books(100, 98, 2, 0, 0, 0, 0),
                    Map.of("run", 5.0), Map.of(50.0, 10.0, 99.0, p99[i]), List.of(new Repeat.Second(0, 40, 10, 20), new Repeat.Second(1, 60, 11, 22)),
                    List.of(new Repeat.Segment("latency", 0, 1, 50, 10, 20, 1, 12, Double.NaN, Double.NaN, Double.NaN), new Repeat.Segment("throughput", 1, 2, 50, 80, 90, 8, 3.5, 80, 120, 300)),
                    List.of(new Repeat.Probe(100, true, 1, 30), new Repeat.Probe(200, false, 0.9, 300)), List.of("told <b>"),
                    i == 0 ? List.of() : List.of("the generator was late")));
        }
        return new LoadResult("burst", "Bursts & quiet", "open-loop", true, Optional.of("abc123"), new Machine(2, "Some CPU", "Some JDK", "Linux", 0.1),
                Instant.parse("2026-01-02T03:04:05Z"), 7, "declared cost 4+b ms", "none", Map.of("batching.mode", "adaptive"), repeats,
                List.of(new LoadResult.GoalTold(Metric.ON_TIME, "at-least", 0.99, 0.995), new LoadResult.GoalTold(Metric.LATENCY_P99, "at-most", 15, p99[0])));
    }

    @Test
    void theJsonHasAllThatTheResultDependsOn() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ResultJson.write(result(20, 30, 22)));
        assertThat(json.at("/commit").asText()).isEqualTo("abc123");
        assertThat(json.at("/machine/cpu").asText()).isEqualTo("Some CPU");
        assertThat(json.at("/settings/batching.mode").asText()).isEqualTo("adaptive");
        assertThat(json.at("/metrics/latency-p99/median").asDouble()).isEqualTo(22);
        assertThat(json.at("/metrics/latency-p99/values")).hasSize(3);
        assertThat(json.at("/metrics").has("rss-mb")).as("what could not be measured is absent").isFalse();
        assertThat(json.at("/goals/0/held").asBoolean()).isTrue();
        assertThat(json.at("/goals/1/held").asBoolean()).isFalse();
        assertThat(json.at("/problems/0").asText()).isEqualTo("run 2: the generator was late");
        assertThat(json.at("/runs/0/seed").asLong()).isEqualTo(7);
        assertThat(json.at("/runs/0/segments/0/inForceMs").isNull()).isTrue();
        assertThat(json.at("/runs/0/probes/1/held").asBoolean()).isFalse();
    }

    @Test
    void thePageNeedsNothingBesideItselfAndEscapesWhatItShows() throws Exception {
        String page = ResultHtml.write(result(20, 30));
        // Without the pictures: their text may hold any four letters.
        assertThat(page.replaceAll("base64,[^\"]*", "")).doesNotContain("<script", "http", "told <b>").contains("told &lt;b&gt;", "Bursts &amp; quiet", "Rejected, not to be used", "abc123", "Some CPU");
        Matcher pictures = Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"").matcher(page);
        int seen = 0;
        while (pictures.find()) {
            assertThat(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(pictures.group(1)))).getWidth()).isEqualTo(1_000);
            seen++;
        }
        assertThat(seen).isEqualTo(4);
        assertThat(page.split("prefers-color-scheme: dark\\)\" srcset=\"data:image/png;base64,", -1)).as("each once more for dark pages").hasSize(5);
    }

    @Test
    void theMarkdownSaysWhatWasRejectedAndWhatWasMissed() {
        String text = ResultMarkdown.write(result(20, 30));
        assertThat(text).contains("# Load test burst (quick)", "| latency-p99 | 25 | ms | 20, 30 |", "run 2: the generator was late", "| latency-p99 | <= 15 | 20 | NO |",
                "| throughput | 1 | 2 | 50 | 80 | 90 | 8 | 3.500 | 80 | 120 | 300 |", "98 detected");
    }

    @Test
    void aGoodResultHasNoProblems() {
        assertThat(result(20).problems()).isEmpty();
        assertThat(result(20).goalsHeld()).isFalse();
        assertThat(ResultMarkdown.write(result(20))).doesNotContain("Rejected");
    }
}
