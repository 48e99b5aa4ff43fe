package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.load.measure.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureReportTest {
    private static final Machine MACHINE = new Machine(2, "Some CPU", "Some JDK 17", "Linux amd64", 0.1);

    private static FigureReport report(FigureRow... rows) {
        return new FigureReport("pipeline", Optional.of("abc123"), MACHINE, Instant.parse("2026-01-02T03:04:05.678Z"), 7, true, List.of("A note."), List.of(rows));
    }

    @Test
    void theTableNamesWhatItWasMeasuredOnAndWhatWasReached() {
        String table = report(
                FigureRow.told("bare", 1234.5, "frames/s"),
                FigureRow.of("ratio", 0.912, "", Goal.atLeast(0.9)),
                FigureRow.of("added", 17, "ms", Goal.atMost(15))).table();

        assertThat(table).contains("pipeline (quick)", "abc123", "2026-01-02T03:04:05Z", "seed 7", "2 cores", "Some CPU", "A note.");
        assertThat(table.lines().filter(line -> line.contains("bare")).findFirst().orElseThrow()).contains("1,23").endsWith("frames/s               ");
        assertThat(table.lines().filter(line -> line.contains("ratio")).findFirst().orElseThrow()).contains("0.912", ">= 0.9").endsWith("yes");
        assertThat(table.lines().filter(line -> line.contains("added")).findFirst().orElseThrow()).contains("17", "<= 15").endsWith("NO");
    }

    @Test
    void theJsonHasARowForEachWithNullsWhereThereIsNoGoal() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report(
                FigureRow.told("bare", 1234.56789, "frames/s"), FigureRow.of("ratio", 0.85, "", Goal.atLeast(0.9))).json());

        assertThat(json.get("figure").asText()).isEqualTo("pipeline");
        assertThat(json.get("commit").asText()).isEqualTo("abc123");
        assertThat(json.get("machine").get("cores").asInt()).isEqualTo(2);
        assertThat(json.get("seed").asLong()).isEqualTo(7);
        assertThat(json.get("quick").asBoolean()).isTrue();
        JsonNode told = json.get("rows").get(0);
        assertThat(told.get("name").asText()).isEqualTo("bare");
        assertThat(told.get("value").asDouble()).isEqualTo(1234.5679);
        assertThat(told.get("unit").asText()).isEqualTo("frames/s");
        assertThat(told.get("goal").isNull()).isTrue();
        assertThat(told.get("held").isNull()).isTrue();
        JsonNode missed = json.get("rows").get(1);
        assertThat(missed.get("goal").asText()).isEqualTo(">= 0.9");
        assertThat(missed.get("held").asBoolean()).isFalse();
    }

    @Test
    void aValueThatCouldNotBeMeasuredIsNullInJsonAndADashInTheTable() throws Exception {
        FigureReport report = report(FigureRow.of("ratio", Double.NaN, "", Goal.atLeast(0.9)));
        assertThat(new ObjectMapper().readTree(report.json()).get("rows").get(0).get("value").isNull()).isTrue();
        assertThat(report.table()).contains(" -  ").contains("NO");
        assertThat(report.held()).isFalse();
    }

    @Test
    void rowsWithoutAGoalMissNone() {
        assertThat(report(FigureRow.told("bare", 1, "")).held()).isTrue();
    }

    @Test
    void aBusyMachineIsSaid() {
        assertThat(new Machine(2, "c", "j", "o", 1.7).toString()).contains("other work was running");
        assertThat(new Machine(2, "c", "j", "o", 0.2).toString()).doesNotContain("other work was running");
    }
}
