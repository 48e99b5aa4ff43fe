package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On a model that finds what is painted on a picture: see {@code make_models.py}. */
class EvalCommandTest {
    private record Seen(int exit, String out, String err) {}

    @TempDir
    Path temp;

    @BeforeEach
    void aModelAndTwoPictures() throws Exception {
        Files.copy(Path.of("src/test/models/painted-boxes.onnx"), temp.resolve("painted.onnx"));
        Files.writeString(temp.resolve("painted.yaml"), "output: {family: topk}\nlabels: [short, no, spur]\n");
        Files.createDirectories(temp.resolve("data/images"));
        Files.createDirectories(temp.resolve("data/labels"));
        // Two boxes: the surer is there, the other is not. And one that is there and not found.
        paint("a", new int[] {2, 3, 12, 20, 204, 0}, new int[] {20, 20, 30, 30, 102, 0});
        Files.writeString(temp.resolve("data/labels/a.txt"), "2 3 12 20 1\n5 25 9 31 3\n");
        paint("b");
    }

    @Test
    void measuresThroughTheApplicationsOwnPath() throws Exception {
        Seen seen = framelot("eval", "--model", model(), "--data", temp.resolve("data").toString(), "--iou", "0.33", "--json", "-");

        assertThat(seen.exit()).as(seen.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(seen.out());
        assertThat(json.path("images").asInt()).isEqualTo(2);
        assertThat(json.path("perClass").path("short").path("ap").asDouble()).isEqualTo(1);
        assertThat(json.path("perClass").path("spur").path("ap").asDouble()).isZero();
        assertThat(json.path("perClass").has("no")).as("a class that no picture shows").isFalse();
        assertThat(json.path("map").asDouble()).isEqualTo(0.5);
        assertThat(json.path("mapCoco").asDouble()).isEqualTo(0.5);
        assertThat(json.path("precision").asDouble()).isEqualTo(1);
        assertThat(json.path("recall").asDouble()).isEqualTo(0.5);
        assertThat(json.path("f1").asDouble()).isCloseTo(2 / 3.0, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(json.path("confidence").asDouble()).isCloseTo(0.8, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(seen.err()).contains("deeppcb's format").contains("1 without a label file");
    }

    @Test
    void showsATableAndWritesTheFile() throws Exception {
        Path file = temp.resolve("result.json");

        Seen seen = framelot("eval", "--model", model(), "--data", temp.resolve("data").toString(), "--json", file.toString());

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("AP@.5").contains("short").contains("100.0").contains("Best F at IoU .5: 66.7 (precision 100.0, recall 50.0) at confidence 0.80");
        assertThat(new ObjectMapper().readTree(file.toFile()).path("iou").asDouble()).isEqualTo(0.5);
    }

    @Test
    void labelsOfClassesThatTheModelDoesNotHaveAreNamed() throws Exception {
        Files.writeString(temp.resolve("data/labels/a.txt"), "2 3 12 20 9\n");

        Seen seen = framelot("eval", "--model", model(), "--data", temp.resolve("data").toString());

        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.err()).contains("name class 8, the model has the classes 0..2");
    }

    @Test
    void wrongUsageIsTold() {
        assertThat(framelot("eval").err()).contains("--data");
        Seen seen = framelot("eval", "--model", model(), "--data", temp.toString(), "--iou", "0");
        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("--iou is 0.0, must be above 0");
        assertThat(framelot("eval", "--model", model(), "--data", temp.toString()).err()).contains("has no folders images/ and labels/");
        assertThat(framelot("eval", "--help").out()).contains("Example: framelot eval");
    }

    private String model() {
        return temp.resolve("painted.onnx").toString();
    }

    private static Seen framelot(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Seen(line.execute(arguments), out.toString(), err.toString());
    }

    /** @param boxes x1, y1, x2, y2, 255 * confidence, class */
    private void paint(String name, int[]... boxes) throws Exception {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < boxes.length; row++) {
            int[] box = boxes[row];
            image.setRGB(0, row, box[0] << 16 | box[1] << 8 | box[2]);
            image.setRGB(1, row, box[3] << 16 | box[4] << 8 | box[5]);
        }
        ImageIO.write(image, "png", temp.resolve("data/images/" + name + ".png").toFile());
    }
}
