package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.image.Placement;
import dev.framelot.inference.family.ElementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardsTest {
    @TempDir
    Path temp;

    @Test
    void readsAWholeCard() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");

        WrittenCard card = folder.load();

        assertThat(card.name()).contains("painted");
        assertThat(card.version()).contains("1.10");
        assertThat(card.sha256()).hasSize(64);
        assertThat(card.file()).isEqualTo(folder.model().toRealPath());
        assertThat(card.input()).isEqualTo(new WrittenCard.Input(
                Optional.of("images"), Optional.of(false), Optional.of(ElementType.UINT8), OptionalInt.of(32), OptionalInt.of(32),
                Optional.of(false), Optional.empty(), OptionalInt.of(114), Optional.empty(), Optional.empty(), false));
        assertThat(card.outputs()).containsExactly("detections");
        assertThat(card.family().map(OutputFamily::name)).contains("topk");
        assertThat(card.labels()).contains(List.of("short", "no", "spur"));
        assertThat(card.thresholds()).isEqualTo(new WrittenCard.Thresholds(Optional.of(0.25f), Optional.of(0.5f), OptionalInt.of(3)));
        assertThat(card.precision()).contains("fp32");
        assertThat(card.licence()).contains("Apache-2.0");
    }

    @Test
    void readsTheKeysOfFloatInputs() throws Exception {
        WrittenCard card = new CardFolder(temp, "painted-boxes")
                .with("layout: NHWC", "layout: NCHW\n  fit: letterbox-top-left\n  resize: exact\n  mean: [127, 1, 2.5]\n  scale: 1/255")
                .with("type: uint8", "type: fp16")
                .with("channels: RGB", "channels: BGR")
                .with("name: detections", "names: [scores, boxes]")
                .load();

        assertThat(card.input().channelsFirst()).contains(true);
        assertThat(card.input().type()).contains(ElementType.FLOAT16);
        assertThat(card.input().bgr()).contains(true);
        assertThat(card.input().placement()).contains(Placement.LETTERBOX_TOP_LEFT);
        assertThat(card.input().exact()).isTrue();
        assertThat(card.input().mean()).contains(List.of(127.0, 1.0, 2.5));
        assertThat(card.input().scale()).contains(List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));
        assertThat(card.outputs()).containsExactly("scores", "boxes");
    }

    @Test
    void whatTheGraphHasSuppressedIsNotAskedOfJava() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes").with("family: topk", "family: topk\n  suppressed-above: 0.45");

        folder.with("iou: 0.5", "iou: 0.3");
        assertThat(folder.load().suppressedAbove()).contains(0.45f);
        folder.with("iou: 0.3", "iou: 1");
        assertThat(folder.load().thresholds().iou()).contains(1f);
        folder.with("iou: 1", "iou: 0.6");
        refused(temp).hasMessageContaining(
                "thresholds.iou is 0.6, but the graph has dropped boxes that overlap by more than 0.45 (output.suppressed-above); say 1");
    }

    @Test
    void everyKeyMayBeLeftOut() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        Files.writeString(temp.resolve("card.yaml"), "licence: MIT\n");

        WrittenCard card = folder.load();

        assertThat(card.file()).isEqualTo(folder.model().toRealPath());
        assertThat(card.sha256()).hasSize(64);
        assertThat(card.licence()).contains("MIT");
        assertThat(card.family()).isEmpty();
    }

    @Test
    void aModelNeedsNoCard() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        Files.delete(temp.resolve("card.yaml"));

        assertThat(ModelCards.load(folder.model()).card()).isEmpty();
        assertThat(ModelCards.load(temp)).as("the only model of a folder").isEqualTo(ModelCards.load(folder.model()));
        Files.copy(folder.model(), temp.resolve("second.onnx"));
        refused(temp).hasMessageContaining("has no card.yaml and 2 .onnx files: name one of them");
        refused(temp.resolve("third.onnx")).hasMessageContaining("there is no model at");
    }

    @Test
    void aCardByTheModelsNameComesBeforeTheFoldersCard() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        Files.writeString(temp.resolve("model.yaml"), "name: own\n");

        assertThat(ModelCards.load(folder.model()).name()).contains("own");
        assertThat(ModelCards.load(temp.resolve("model.yaml"))).isEqualTo(ModelCards.load(folder.model()));
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
    void anEmptyFolderIsRefused() {
        refused(temp).hasMessageContaining("has no card.yaml and no .onnx files");
        refused(temp.resolve("other.yaml")).hasMessageContaining("there is no model card at");
    }

    @Test
    void tellsAllProblemsAtOnce() throws Exception {
        new CardFolder(temp, "painted-boxes")
                .with("layout: NHWC", "layout: CHWN")
                .with("width: 32", "width: 0")
                .with("letterbox-value: 114", "letterbox-value: grey\n  colour: grey\n  scale: [1, 2]")
                .with("family: topk", "family: yolo\n  names: [a]")
                .with("[short, no, spur]", "[short, no, short]")
                .with("iou: 0.5", "iou: 1.5")
                .with("licence: Apache-2.0", "license: Apache-2.0");

        refused(temp)
                .hasMessageContaining("has 10 problems")
                .hasMessageContaining("input.layout is 'CHWN', must be NCHW or NHWC")
                .hasMessageContaining("input.width is '0', must be a whole number 1..8192")
                .hasMessageContaining("input.letterbox-value is 'grey', must be a whole number 0..255")
                .hasMessageContaining("input.scale is '[1, 2]', must be a number or three")
                .hasMessageContaining("input.colour is not a key of a model card; known here: name, layout,")
                .hasMessageContaining("output.names stands beside output.name")
                .hasMessageContaining("output.family is 'yolo', must be one of topk, end-to-end, yolov8")
                .hasMessageContaining("labels names 'short' twice")
                .hasMessageContaining("thresholds.iou is '1.5', must be a number 0..1")
                .hasMessageContaining("license is not a key of a model card");
    }

    @Test
    void aSectionThatIsNoneIsOneProblem() throws Exception {
        new CardFolder(temp, "painted-boxes")
                .with("thresholds:\n  confidence: 0.25\n  iou: 0.5\n  max-detections: 3\n", "thresholds: 0.5\n");

        refused(temp).hasMessageContaining("has a problem:\n  - thresholds must be a mapping");
    }

    @Test
    void otherWeightsThanTheCardSaysAreRefusedWithBothSums() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        String said = folder.load().sha256();
        Files.copy(
                Path.of("src/test/models/static-batch-2.onnx"),
                folder.model(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        refused(temp).hasMessageContaining("sha256 is " + said + ", but that of model.onnx is ");
    }

    @Test
    void aSumThatIsNoneIsRefused() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        folder.with(folder.load().sha256(), "abc");

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
    void whatResultsDependOnIsPartOfTheIdentityAndNothingElseOfTheCardIs() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        ModelIdentity before = folder.load().identity();
        String[][] same = {{"Apache-2.0", "MIT"}, {"labels:", "# classes\nlabels:"}, {"confidence: 0.25\n  iou: 0.5\n", "iou: 0.5\n  confidence: 0.25\n"}, {"file: model.onnx\n", ""}};
        for (String[] change : same) {
            folder.with(change[0], change[1]);
            assertThat(folder.load().identity()).as(change[1]).isEqualTo(before);
        }
        assertThat(folder.load().from(0.01f).limitedTo(1).identity()).as("the card as it is written").isEqualTo(before);
        String[][] other = {{"iou: 0.5", "iou: 0.6"}, {"spur]", "burr]"}, {"[short, no", "[no, short"}, {"letterbox-value: 114", "letterbox-value: 0"}, {"family: topk", "family: end-to-end"}};
        for (String[] change : other) {
            folder.with(change[0], change[1]);
            assertThat(folder.load().identity()).as(change[1]).isNotEqualTo(before).satisfies(now -> assertThat(now.isToldAs(before)).isTrue());
            folder.with(change[1], change[0]);
        }
        assertThat(folder.load().identity()).isEqualTo(before);
    }

    @Test
    void aLimitFromOutsideOnlyLowersTheCards() throws Exception {
        WrittenCard card = new CardFolder(temp, "painted-boxes").load();

        assertThat(card.limitedTo(2).limitedTo(300).maxDetections()).isEqualTo(2);
    }

    @Test
    void theOnlyModelOfAFolderIsHeldToItsOwnCard() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        Files.move(temp.resolve("card.yaml"), temp.resolve("model.yaml"));
        assertThat(ModelCards.load(temp)).isEqualTo(ModelCards.load(folder.model()));
        Files.writeString(temp.resolve("model.yaml"), "sha256: " + "00".repeat(32));
        assertThatThrownBy(() -> ModelCards.load(temp)).hasMessageContaining("the weights are not those of the card");
    }

    @Test
    void aFileOfAnotherFormatIsNotTakenForACard() throws Exception {
        Path torch = Files.write(temp.resolve("model.pt"), new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThatThrownBy(() -> ModelCards.load(torch)).hasMessageContaining("neither an .onnx file nor a card").hasMessageContaining("export the model to ONNX");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path path) {
        return assertThatThrownBy(() -> ModelCards.load(path))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.kind()).isEqualTo(InferenceException.Kind.UNUSABLE_MODEL));
    }
}
