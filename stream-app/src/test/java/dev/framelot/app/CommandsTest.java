package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.inference.CardFolder;
import dev.framelot.inference.onnx.OnnxEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person sees of the commands that ask no broker: text, exit codes, no stack traces. */
class CommandsTest {
    @TempDir
    Path folder;

    private record Seen(int exit, String out, String err) {}

    private static Seen framelot(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Seen(line.execute(arguments), out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "watch", "topics", "topics create", "topics describe", "mode", "model", "model list", "model swap", "model shadow", "model prepare", "validate-config", "config", "version", "completion"})
    void everyHelpTeachesByAnExample(String command) {
        Seen seen = framelot((command + " --help").split(" "));
        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).containsPattern("Example: .*framelot " + command.split(" ")[0]);
    }

    @Test
    void theRootsHelpNamesTheExitCodes() {
        assertThat(framelot("--help").out()).contains("0 well, 1 failed, 2 wrong usage or settings");
    }

    @Test
    void validSettingsExitZeroWithTheWarning() {
        Seen seen = framelot("validate-config", "-b", "a:1", "--set", "inference.engine=declared-cost");
        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("settings are fine");
        assertThat(seen.err()).contains("Warning").contains("declared-cost");
    }

    @Test
    void aGpuThatIsRequiredAndAbsentIsSaidInOneLine() throws IOException {
        Assumptions.assumeFalse(OnnxEngine.seesCuda(), "this machine has a GPU");
        Path model = new CardFolder(folder, "painted-boxes").path();
        Seen seen = framelot("profile", "--model", model.toString(), "--set", "inference.provider=cuda", "--set", "inference.require-gpu=true");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.err().strip().lines()).singleElement().asString()
                .contains("CUDA device 0 was asked for", "inference.require-gpu to false");
        assertThat(seen.out()).isEmpty();
    }

    @Test
    void profileRunsARealModelKeepsWhatItMeasuredAndDrawsIt() throws IOException {
        Path model = new CardFolder(folder, "painted-boxes").path();
        Path picture = folder.resolve("curve.png");
        Seen seen = framelot(
                "profile", "--model", model.toString(), "--max-batch", "4", "--runs", "3", "--png", picture.toString(), "--set", "inference.profiles=" + folder.resolve("profiles"));
        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("painted", "Largest batch that pays: ", "Stopped by ").containsPattern("(?m)^ *1 ");
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(100);
        JsonNode shapes = new ObjectMapper().readTree(only(folder.resolve("profiles")).toFile()).get("shapes");
        assertThat(shapes.findValuesAsText("shape")).startsWith("1").isSubsetOf("1", "2", "4");
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void everyProblemIsPrintedAndTheExitIsTwo() {
        for (String command : List.of("validate-config", "run")) {
            Seen seen = framelot(command, "--set", "batching.max-frames=0", "--set", "batching.max-wiat=1ms");
            assertThat(seen.exit()).isEqualTo(2);
            assertThat(seen.err()).contains("batching.max-frames = 0").contains("batching.max-wait?").contains("kafka.bootstrap-servers").doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "run --nonsense", "topics", "run --set nothing", "topics create -b a:1 --partitions 0"})
    void wrongUsageExitsTwo(String arguments) {
        Seen seen = framelot(arguments.split(" "));
        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void anAddressThatCannotBeResolvedIsNamed() {
        for (String command : List.of("watch", "topics describe")) {
            Seen seen = framelot((command + " -b no-such-host.invalid:1").split(" "));
            assertThat(seen.exit()).isEqualTo(1);
            assertThat(seen.err()).contains("no-such-host.invalid:1").contains("kafka.bootstrap-servers").doesNotContain("\tat ");
        }
    }

    @Test
    void configShowsValueSourceAndWhatAutomaticCameTo() {
        Seen seen = framelot("config", "-b", "a:1", "--set", "batching.max-frames=16", "--set", "inference.model=/no/such");
        assertThat(seen.exit()).isZero();
        assertThat(seen.out().lines().filter(line -> line.startsWith("batching.max-frames"))).singleElement().asString().contains("16").contains("command line").contains("frames");
        assertThat(seen.out().lines().filter(line -> line.startsWith("batching.shapes"))).singleElement().asString().contains("auto (1,2,4,8,16)");
    }

    @Test
    void configWithoutABrokerShowsTheRestAndSaysSo() {
        Seen seen = framelot("config");
        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("delivery.guarantee");
        assertThat(seen.err()).contains("kafka.bootstrap-servers is not given").doesNotContain("\tat ");
    }

    @Test
    void configAsJsonMasksSecrets() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "kafka:\n  bootstrap-servers: a:1\n  properties:\n    ssl.key.password: hunter2\n");
        Seen seen = framelot("config", "--json", "--config", file.toString());
        JsonNode rows = new ObjectMapper().readTree(seen.out());
        assertThat(rows.findValuesAsText("key")).contains("kafka.properties.ssl.key.password", "decode.slots");
        assertThat(rows.findValuesAsText("resolved")).isNotEmpty();
        assertThat(seen.out()).doesNotContain("hunter2");
    }

    @Test
    void versionNamesWhatItStandsOn() {
        assertThat(framelot("version").out()).contains("framelot ").contains("Kafka 4.").contains("ONNX Runtime").contains("Java ");
    }

    @Test
    void completionIsAScript() {
        assertThat(framelot("completion").out()).contains("_complete_framelot").contains("validate-config");
    }
}
