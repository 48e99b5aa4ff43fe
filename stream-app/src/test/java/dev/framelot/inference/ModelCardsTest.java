package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.image.InputGeometry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardsTest {
    @TempDir
    Path temp;

    @Test
    void readsAWholeCard() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");

        ModelCard card = folder.load();

        assertThat(card.identity().name()).isEqualTo("painted");
        assertThat(card.identity().version()).isEqualTo("1.10");
        assertThat(card.identity().sha256()).hasSize(64);
        assertThat(card.file()).isEqualTo(folder.model().toRealPath());
        assertThat(card.input()).isEqualTo(new ModelCard.Input("images", new InputGeometry(32, 32, 114, false)));
        assertThat(card.output().name()).isEqualTo("detections");
        assertThat(card.output().family().name()).isEqualTo("topk");
        assertThat(card.labels()).containsExactly("short", "no", "spur");
        assertThat(card.thresholds()).isEqualTo(new ModelCard.Thresholds(0.25f, 0.5f, 3));
        assertThat(card.precision()).isEqualTo("fp32");
        assertThat(card.licence()).isEqualTo("Apache-2.0");
    }

    @Test
    void isFoundByFolderByCardAndByModel() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");

        assertThat(ModelCards.load(temp.resolve("card.yaml"))).isEqualTo(folder.load());
        assertThat(ModelCards.load(folder.model())).isEqualTo(folder.load());
    }

    @Test
    void aModelThatTheCardBesideItDoesNotNameIsRefused() throws Exception {
        new CardFolder(temp, "painted-boxes");
        Path other = Files.copy(temp.resolve("model.onnx"), temp.resolve("other.onnx"));

        refused(other).hasMessageContaining("file is 'model.onnx', but the model asked for is other.onnx");
    }

    @Test
    void aFolderWithoutCardIsRefused() {
        refused(temp).hasMessageContaining("there is no model card at").hasMessageContaining("card.yaml");
    }

    @Test
    void tellsAllProblemsAtOnce() throws Exception {
        new CardFolder(temp, "painted-boxes")
                .with("version: 1.10\n", "")
                .with("layout: NHWC", "layout: NCHW")
                .with("width: 32", "width: 0")
                .with("letterbox-value: 114", "letterbox-value: grey\n  colour: grey")
                .with("family: topk", "family: yolo")
                .with("[short, no, spur]", "[short, no, short]")
                .with("iou: 0.5", "iou: 1.5")
                .with("licence: Apache-2.0", "license: Apache-2.0");

        refused(temp)
                .hasMessageContaining("has 10 problems")
                .hasMessageContaining("version is missing: the model's version")
                .hasMessageContaining("input.layout is 'NCHW', must be NHWC")
                .hasMessageContaining("input.width is '0', must be a whole number 1..8192")
                .hasMessageContaining("input.letterbox-value is 'grey', must be a whole number 0..255")
                .hasMessageContaining("input.colour is not a key of a model card; known here: name, layout,")
                .hasMessageContaining("output.family is 'yolo', must be topk")
                .hasMessageContaining("labels names 'short' twice")
                .hasMessageContaining("thresholds.iou is '1.5', must be a number 0..1")
                .hasMessageContaining("licence is missing")
                .hasMessageContaining("license is not a key of a model card");
    }

    @Test
    void aMissingSectionIsOneProblem() throws Exception {
        new CardFolder(temp, "painted-boxes")
                .with("thresholds:\n  confidence: 0.25\n  iou: 0.5\n  max-detections: 3\n", "");

        refused(temp).hasMessageContaining("has a problem:\n  - thresholds is missing: a mapping");
    }

    @Test
    void otherWeightsThanTheCardSaysAreRefusedWithBothSums() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        String said = folder.load().identity().sha256();
        Files.copy(
                Path.of("src/test/models/static-batch-2.onnx"),
                folder.model(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        refused(temp).hasMessageContaining("sha256 is " + said + ", but that of model.onnx is ");
    }

    @Test
    void aSumThatIsNoneIsRefused() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        folder.with(folder.load().identity().sha256(), "abc");

        refused(temp).hasMessageContaining("sha256 is 'abc', must be 64 hex digits");
    }

    @Test
    void aFileOutsideTheFolderIsRefused() throws Exception {
        Path inner = Files.createDirectory(temp.resolve("inner"));
        CardFolder folder = new CardFolder(inner, "painted-boxes");
        Files.copy(folder.model(), temp.resolve("outside.onnx"));

        folder.with("file: model.onnx", "file: ../outside.onnx");
        refused(inner).hasMessageContaining("file is '../outside.onnx': the file must lie in the card's folder");

        folder.with("../outside.onnx", temp.resolve("outside.onnx").toAbsolutePath().toString());
        refused(inner).hasMessageContaining("the file must lie in the card's folder");
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws Exception {
        Path inner = Files.createDirectory(temp.resolve("inner"));
        CardFolder folder = new CardFolder(inner, "painted-boxes");
        Files.move(folder.model(), temp.resolve("outside.onnx"));
        Files.createSymbolicLink(folder.model(), temp.resolve("outside.onnx"));

        refused(inner).hasMessageContaining("file is 'model.onnx', a link out of the card's folder");
    }

    @Test
    void whatIsNoYamlOrNoMappingIsRefused() throws Exception {
        Path card = temp.resolve("card.yaml");
        Files.writeString(card, "name: [");
        refused(temp).hasMessageContaining("can't be read");

        Files.writeString(card, "just a text");
        refused(temp).hasMessageContaining("is not a YAML mapping");

        Files.writeString(card, "name: a\nname: b\n");
        refused(temp).hasMessageContaining("found duplicate key name");

        Files.writeString(card, "name: !!javax.script.ScriptEngineManager []\n");
        refused(temp).hasMessageContaining("can't be read");
    }

    @Test
    void aLimitFromOutsideOnlyLowersTheCards() throws Exception {
        ModelCard card = new CardFolder(temp, "painted-boxes").load();

        assertThat(card.limitedTo(2).thresholds().maxDetections()).isEqualTo(2);
        assertThat(card.limitedTo(300).thresholds().maxDetections()).isEqualTo(3);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path path) {
        return assertThatThrownBy(() -> ModelCards.load(path))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.kind()).isEqualTo(InferenceException.Kind.UNUSABLE_MODEL));
    }
}
