package dev.framelot.inference;

import static dev.framelot.inference.family.ElementType.FLOAT32;
import static dev.framelot.inference.family.ElementType.INT64;
import static dev.framelot.inference.family.ElementType.UINT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.image.InputGeometry;
import dev.framelot.image.Placement;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardCompletionTest {
    private static final TensorFacts IMAGES = TensorFacts.of("images", FLOAT32, -1, 3, 640, 640);
    private static final GraphFacts YOLO = new GraphFacts(
            List.of(IMAGES),
            List.of(TensorFacts.of("output0", FLOAT32, -1, 6, 8400)),
            Map.of("task", "detect", "names", "{0: 'cat', 1: \"dog's bone\"}", "license", "MIT", "args", "{'half': False}"));

    @TempDir
    Path temp;

    @Test
    void withoutACardEverythingComesFromTheGraph() throws Exception {
        ModelCard card = CardCompletion.of(written(null), YOLO);

        assertThat(card.identity().name()).isEqualTo("m");
        assertThat(card.identity().version()).isEqualTo(card.identity().sha256().substring(0, 12));
        assertThat(card.output().family().name()).isEqualTo("yolov8");
        assertThat(card.output().names()).containsExactly("output0");
        assertThat(card.labels()).containsExactly("cat", "dog's bone");
        assertThat(card.input()).isEqualTo(new ModelCard.Input("images", new InputGeometry(640, 640, 114, false), true, FLOAT32, Normalisation.UNIT));
        assertThat(card.thresholds()).isEqualTo(new ModelCard.Thresholds(0.25f, 0.7f, 300));
        assertThat(card.precision()).isEqualTo("fp32");
        assertThat(card.licence()).isEqualTo("MIT");
    }

    @Test
    void whatTheCardSaysComesFirst() throws Exception {
        ModelCard card = CardCompletion.of(
                written("""
                        name: mine
                        version: "7"
                        input: {channels: BGR, fit: stretch, letterbox-value: 0, mean: [1, 2, 3], scale: 1/255, resize: exact}
                        labels: [a, b]
                        thresholds: {confidence: 0.5, iou: 0.4, max-detections: 7}
                        precision: int8
                        licence: own
                        """),
                YOLO);

        assertThat(card.identity().name()).isEqualTo("mine");
        assertThat(card.identity().version()).isEqualTo("7");
        assertThat(card.labels()).containsExactly("a", "b");
        assertThat(card.input().geometry()).isEqualTo(new InputGeometry(640, 640, 0, true, Placement.STRETCH, true));
        assertThat(card.input().normalisation().of(2, 255)).isCloseTo(252 / 255f, within(1e-6f));
        assertThat(card.thresholds()).isEqualTo(new ModelCard.Thresholds(0.5f, 0.4f, 7));
        assertThat(card.precision()).isEqualTo("int8");
        assertThat(card.licence()).isEqualTo("own");
    }

    @Test
    void aGraphThatHasSuppressedLeavesNothingToJavaUnlessTheCardSaysSo() throws Exception {
        ModelCard card = CardCompletion.of(written("output: {suppressed-above: 0.6}"), YOLO);
        assertThat(card.thresholds().iou()).isEqualTo(1);
        assertThat(card.output().suppressedAbove()).contains(0.6f);
        assertThat(CardCompletion.of(written("{output: {suppressed-above: 0.6}, thresholds: {iou: 0.5}}"), YOLO).thresholds().iou()).isEqualTo(0.5f);
    }

    @Test
    void theSettingsLimitOnlyLowersTheCards() throws Exception {
        assertThat(CardCompletion.of(written(null).limitedTo(20), YOLO).thresholds().maxDetections()).isEqualTo(20);
        assertThat(CardCompletion.of(written(null).limitedTo(20_000), YOLO).thresholds().maxDetections()).isEqualTo(300);
    }

    @Test
    void allThatContradictsTheGraphIsToldAtOnce() throws Exception {
        WrittenCard written = written("""
                input: {name: pixels, type: uint8, layout: NHWC, width: 320}
                labels: [a, b, c]
                """);

        assertThatThrownBy(() -> CardCompletion.input(written, YOLO))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("is not what its card says")
                .hasMessageContaining("the card's input is pixels, the graph's are [images]")
                .hasMessageContaining("must be a uint8 tensor by its card, the graph's is images float [N, 3, 640, 640]")
                .hasMessageContaining("the card says [N, 640, 320, 3]")
                .hasMessageContaining("labels has 3 names, but the outputs tell 2 classes");
    }

    @Test
    void aFreeAxisIsToldByItsNameInTheGraph() throws Exception {
        TensorFacts named = new TensorFacts("images", FLOAT32, List.of(-1L, 3L, -1L, 640L), List.of("batch", "", "height", "width"));
        TensorFacts nameless = TensorFacts.of("images", FLOAT32, -1, 3, -1, 640);
        WrittenCard written = written("input: {width: 320, height: 320}");

        assertThatThrownBy(() -> CardCompletion.input(written, new GraphFacts(List.of(named), YOLO.outputs(), YOLO.metadata())))
                .hasMessageContaining("has shape [batch, 3, height, 640], the card says [N, 3, 320, 320]");
        assertThatThrownBy(() -> CardCompletion.input(written, new GraphFacts(List.of(nameless), YOLO.outputs(), YOLO.metadata())))
                .hasMessageContaining("has shape [N, 3, any, 640], the card says [N, 3, 320, 320]");
    }

    @Test
    void namesInTheMetadataMustFitToo() throws Exception {
        GraphFacts graph = new GraphFacts(YOLO.inputs(), List.of(TensorFacts.of("output0", FLOAT32, -1, 7, 8400)), YOLO.metadata());

        assertThatThrownBy(() -> CardCompletion.of(written(null), graph)).hasMessageContaining("the metadata has 2 names, but the outputs tell 3 classes");
        assertThat(CardCompletion.of(written("labels: [a, b, c]"), graph).labels()).hasSize(3);
    }

    /** No shape tells how many classes such a model has. */
    @ParameterizedTest
    @ValueSource(strings = {"topk", "end-to-end"})
    void labelsOfAPickedListAreHeldToTheMetadata(String family) throws Exception {
        GraphFacts graph = new GraphFacts(YOLO.inputs(), List.of(TensorFacts.of("output0", FLOAT32, -1, 300, 6)), YOLO.metadata());
        String card = "output: {family: " + family + "}\nlabels: ";

        assertThatThrownBy(() -> CardCompletion.input(written(card + "[a, b, c]"), graph))
                .hasMessageContaining("labels has 3 names, but the file's own metadata names 2 classes (cat, …)");
        assertThat(CardCompletion.of(written(card + "[a, b]"), graph).labels()).as("other words for them").containsExactly("a", "b");
        GraphFacts silent = new GraphFacts(graph.inputs(), graph.outputs(), Map.of());
        assertThat(CardCompletion.of(written(card + "[a, b, c]"), silent).labels()).as("the card alone knows").hasSize(3);
    }

    @Test
    void labelsAreHeldToWhatTheGraphCounts() throws Exception {
        GraphFacts graph = new GraphFacts(
                List.of(IMAGES, TensorFacts.of("orig_target_sizes", INT64, -1, 2)),
                List.of(TensorFacts.of("labels", INT64, -1, 300), TensorFacts.of("boxes", FLOAT32, -1, 300, 4), TensorFacts.of("scores", FLOAT32, -1, 300)), Map.of()).counting(80);

        assertThatThrownBy(() -> CardCompletion.of(written("labels: [a, b, c]"), graph)).hasMessageContaining("labels has 3 names, but the graph counts 80 classes");
        assertThat(CardCompletion.of(written(null), graph).labels()).hasSize(80);
    }

    @Test
    void aFamilyThatDoesNotFitIsTold() throws Exception {
        assertThatThrownBy(() -> CardCompletion.input(written("output: {family: yolox}"), YOLO))
                .hasMessageContaining("family yolox needs float [N, boxes, 5 + classes] with 8400 boxes for an input of 640x640");
        assertThatThrownBy(() -> CardCompletion.input(written("output: {family: ssd}"), YOLO)).hasMessageContaining("family ssd finds none of its outputs");
    }

    @Test
    void anInputThatNobodyFeedsIsTold() throws Exception {
        GraphFacts graph = new GraphFacts(List.of(IMAGES, TensorFacts.of("im_shape", INT64, -1, 2)), YOLO.outputs(), YOLO.metadata());

        assertThatThrownBy(() -> CardCompletion.input(written(null), graph)).hasMessageContaining("needs the input im_shape int64 [N, 2] beside images");
    }

    @Test
    void normalisationOfPixelsIsTheGraphs() throws Exception {
        GraphFacts graph = new GraphFacts(List.of(TensorFacts.of("images", UINT8, -1, 640, 640, 3)), YOLO.outputs(), YOLO.metadata());

        assertThat(CardCompletion.of(written(null), graph).input().normalisation()).isEqualTo(Normalisation.NONE);
        assertThatThrownBy(() -> CardCompletion.of(written("input: {scale: 1/255}"), graph)).hasMessageContaining("takes pixels as they are");
    }

    @Test
    void whatTheShapesLeaveOpenIsLeftToTheFirstRun() throws Exception {
        GraphFacts free = new GraphFacts(
                List.of(TensorFacts.of("images", FLOAT32, -1, 3, 640, 640)), List.of(TensorFacts.of("output0", FLOAT32, -1, -1, -1)), Map.of());

        assertThat(CardCompletion.input(written(null), free).name()).isEqualTo("images");
        assertThatThrownBy(() -> CardCompletion.of(written(null), free)).hasMessageContaining("fit no family; name one as output.family");
        ModelCard ran = CardCompletion.of(written(null), free.withOutputs(List.of(TensorFacts.of("output0", FLOAT32, 1, 84, 8400))));
        assertThat(ran.output().family().name()).isEqualTo("yolov8");
        assertThat(ran.labels()).hasSize(80).startsWith("person", "bicycle");
    }

    /** @param card null: none */
    private WrittenCard written(String card) throws Exception {
        Path model = temp.resolve("m.onnx");
        Files.writeString(model, "the loader reads no graph");
        Files.deleteIfExists(temp.resolve("m.yaml"));
        if (card != null) {
            Files.writeString(temp.resolve("m.yaml"), card);
        }
        return ModelCards.load(model);
    }
}
