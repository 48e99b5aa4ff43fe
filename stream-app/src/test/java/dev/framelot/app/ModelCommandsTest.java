package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.inference.ExternalWeights;
import dev.framelot.inference.ModelCards;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ModelCommandsTest {
    private static final String MODELS = "src/test/models/";
    private static final String SHIPPED = "../models/pcb-defects";

    @TempDir
    Path folder;

    private record Seen(int exit, String out, String err) {}

    private static Seen framelot(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Seen(line.execute(arguments), out.toString(), err.toString());
    }

    @Test
    void inspectSaysWhatAFileIs() {
        Seen seen = framelot("model", "inspect", SHIPPED);
        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("opset 17", "images  uint8 [N, 640, 640, 3]", "detections  float32 [N, 300, 6]", "family topk by its card", "nothing stops it");
        assertThat(seen.out()).containsPattern("weights +float32: [0-9,]{7,} numbers, 3\\.\\d+ MB");
    }

    @Test
    void inspectWritesTheSameAsJson() throws Exception {
        Path file = folder.resolve("report.json");
        assertThat(framelot("model", "inspect", MODELS + "painted-boxes.onnx", "--json", file.toString()).exit()).isZero();
        JsonNode report = new ObjectMapper().readTree(file.toFile()).get(0);
        assertThat(report.at("/opsets/ai.onnx").asInt()).isEqualTo(17);
        assertThat(report.at("/inputs/0/shape").toString()).isEqualTo("[\"N\",32,32,3]");
        assertThat(report.at("/operators/Reshape").asInt()).isEqualTo(1);
        assertThat(report.at("/stops")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "truncated|cut short",
        "external-escape|'../outside.bin', outside the model's folder: it is not read",
        "unknown-operator|operators that ONNX Runtime does not have: dev.framelot.nowhere:Conjure. Export it without them",
        "absent|there is no such file"
    })
    void inspectSaysWhatStopsIt(String name, String sentence) {
        Seen seen = framelot("model", "inspect", MODELS + name + ".onnx");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.out() + seen.err()).contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void inspectTellsTheSha256ThatACardSays() throws Exception {
        ExternalWeights model = new ExternalWeights(folder);
        Seen seen = framelot("model", "inspect", model.model().toString());
        assertThat(seen.exit()).as(seen.out()).isZero();
        String sha256 = ModelCards.load(model.model()).sha256();
        assertThat(seen.out()).contains("sha256       " + sha256, "It has weights in scale-data.bin beside it");
        Files.writeString(folder.resolve("card.yaml"), "sha256: " + sha256);
        assertThat(framelot("model", "inspect", model.model().toString(), "--json", "-").out()).contains("\"sha256\" : \"" + sha256);
    }

    @Test
    void inspectNotesABatchThatIsFixed() {
        assertThat(framelot("model", "inspect", MODELS + "static-batch-2.onnx").out())
                .contains("takes batches of 2 only; 'framelot model prepare' tries to free that");
    }

    @Test
    void prepareProvesOnImagesAndWritesAModelWithItsCard() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.copy(Path.of("../docs/images/board.jpg"), images.resolve("board.jpg"));
        Path out = folder.resolve("half");
        Seen seen = framelot("model", "prepare", SHIPPED, "--out", out.toString(), "--images", images.toString(), "--name", "boards");
        assertThat(seen.exit()).as(seen.out() + seen.err()).isZero();
        assertThat(seen.out()).contains("Wrote " + out).containsPattern("images +1 ");
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("boards.onnx", "card.yaml");
        assertThat(Files.readString(out.resolve("card.yaml"))).contains("name: boards", "family: topk", "- mousebite", "licence: Apache-2.0");
    }

    @Test
    void prepareSuppressesInTheGraphWhereAsked() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.copy(Path.of("../docs/images/board.jpg"), images.resolve("board.jpg"));
        Path out = folder.resolve("suppressing");
        Seen seen = framelot("model", "prepare", SHIPPED, "--out", out.toString(), "--images", images.toString(), "--nms", "--iou", "0.4");
        assertThat(seen.exit()).as(seen.out() + seen.err()).isZero();
        assertThat(Files.readString(out.resolve("card.yaml"))).contains("family: topk", "suppressed-above: 0.4", "iou: 1.0");
        assertThat(framelot("model", "inspect", out.toString()).out()).contains("IoU <= 1.0, and the graph keeps to 0.4");
    }

    @Test
    void prepareRefusesInOneSentence() {
        Seen seen = framelot("model", "prepare", MODELS + "truncated.onnx", "--out", folder.resolve("out").toString());
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.err()).doesNotContain("\tat ");
        assertThat(framelot("model", "prepare", SHIPPED, "--out", folder.toString(), "--boxes", "0").err()).contains("--boxes is 0, must be 1 to 100000");
        assertThat(framelot("model", "prepare", SHIPPED, "--out", folder.toString(), "--fp16").err()).contains("--fp16 needs --images");
        assertThat(framelot("model", "prepare", SHIPPED, "--out", folder.toString(), "--iou", "0.5").err()).contains("--iou goes with --nms");
        assertThat(framelot("model", "prepare", SHIPPED, "--out", folder.toString(), "--nms", "--iou", "1").err()).contains("--iou is 1.0, must be 0 to below 1");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void swapTakesANameOrTheSettings() {
        for (String[] wrong : new String[][] {{"model", "swap"}, {"model", "swap", "pcb-defects-4", "--settings"}}) {
            Seen seen = framelot(wrong);
            assertThat(seen.exit()).isEqualTo(2);
            assertThat(seen.err()).contains("Say the NAME of a model, or --settings.");
        }
    }
}
