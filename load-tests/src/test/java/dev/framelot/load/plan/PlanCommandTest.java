package dev.framelot.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.inference.CostCurve;
import dev.framelot.inference.ProfileKey;
import dev.framelot.inference.profile.Finding;
import dev.framelot.inference.profile.Profile;
import dev.framelot.inference.profile.ProfileJson;
import dev.framelot.inference.profile.ShapeRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlanCommandTest {
    @TempDir
    Path folder;

    private String run(int status, String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new PlanCommand()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        assertThat(line.execute(arguments)).as("%s", said).isEqualTo(status);
        return said.toString();
    }

    private static ShapeRun measured(int shape, long millis) {
        return new ShapeRun(shape, 10, new CostCurve.Cost(millis * 1_000_000, millis * 1_000_000), OptionalLong.empty());
    }

    @Test
    void aProfileGivesCurveAndLargestBatch() throws Exception {
        Profile profile = new Profile(new ProfileKey("0".repeat(64), "cuda", "Some GPU", "1.29", "fp32", 0), "model", "1", Instant.parse("2026-01-02T03:04:05Z"), "noise", Optional.empty(),
                List.of(measured(1, 5), measured(2, 6), measured(4, 8), measured(8, 12)), Optional.empty(), new Finding(OptionalInt.of(8), Finding.StoppedBy.PLATEAU, "enough"));
        Path file = Files.writeString(folder.resolve("gpu.json"), ProfileJson.write(profile));
        Path json = folder.resolve("plan.json");

        String said = run(0, "--cameras", "100", "--fps", "15", "--slo", "100ms", "--profile", file.toString(), "--device-hour", "2", "--json", json.toString());
        JsonNode plan = new ObjectMapper().readTree(json.toFile());
        assertThat(said).contains("1,500 frames/s", "batches of up to 8", "a month");
        assertThat(plan.at("/demand/maxBatch").asInt()).isEqualTo(8);
        // A device does 667 frames/s and may be 80 % busy.
        assertThat(plan.at("/devices").asInt()).isBetween(3, 5);
        assertThat(plan.at("/simulated")).isNotEmpty();
    }

    @Test
    void whatCannotBePlannedIsSaidInWords() {
        assertThat(run(2, "--cameras", "10", "--fps", "15", "--slo", "10ms", "--curve", "4+0.25*b")).contains("one frame alone takes 16.3 ms");
        assertThat(run(2, "--cameras", "10", "--fps", "15", "--slo", "100ms", "--curve", "fast")).contains("Curve 'fast'");
        assertThat(run(2, "--cameras", "10", "--fps", "15", "--slo", "100ms", "--profile", folder.resolve("absent.json").toString())).contains("there is no such file", "framelot profile");
        assertThat(run(2, "--cameras", "0", "--fps", "15", "--slo", "100ms", "--curve", "4+b")).contains("at least 1 camera");
        assertThat(run(2, "--cameras", "10", "--fps", "15", "--slo", "100ms", "--curve", "4+b", "--max-batch", "12")).contains("power of two");
    }
}
