package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureReportTest {
    private final FigureReport report = new FigureReport("crash", "what", "abc", "a machine", "2026-11-23", 7, true, List.of(
            FigureRow.exactly("lost", 0, "frames", 0), FigureRow.atMost("p50", 41.25, "ms", 40), FigureRow.plain("rate", 99, "frames/s")));

    @Test
    void aFigureThatFallsShortIsShownAsSuch() {
        assertThat(report.table()).containsPattern("p50 +41.250 +ms +<= 40 +NO").containsPattern("lost +0 +frames +=? ?0 +yes");
    }

    @Test
    void theJsonHasTheRowsOfTheTable() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("figure").asText()).isEqualTo("crash");
        assertThat(json.get("rows")).hasSize(3);
        assertThat(json.get("rows").get(1).get("held").asBoolean()).isFalse();
        assertThat(json.get("rows").get(1).get("value").asDouble()).isEqualTo(41.25);
        assertThat(json.get("rows").get(1).fieldNames()).toIterable().containsExactly("name", "value", "unit", "goal", "held");
    }

    @Test
    void goalsHoldAtTheirEdges() {
        assertThat(FigureRow.atMost("", 40, "", 40).held()).isTrue();
        assertThat(FigureRow.atLeast("", 0.9, "", 0.9).held()).isTrue();
        assertThat(FigureRow.atLeast("", 0.8999, "", 0.9).held()).isFalse();
        assertThat(FigureRow.atMost("", Double.NaN, "", 1).held()).as("nothing measured is not held").isFalse();
    }

    @Test
    void mediansPercentilesAndSlopes() {
        assertThat(Statistics.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        double[] hundred = java.util.stream.IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray();
        assertThat(Statistics.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Statistics.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Statistics.slope(new double[] {0, 1, 2}, new double[] {5, 7, 9})).isCloseTo(2, within(1e-9));
    }
}
