package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.CardFolder;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Tensor;
import dev.framelot.inference.graph.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxEngineTest {
    private static final List<Integer> SHAPES = List.of(1, 2, 4, 8);

    @TempDir
    Path temp;

    @Test
    void saysWhatItRuns() throws Exception {
        WrittenCard card = card("painted-boxes");
        try (OnnxEngine engine = OnnxEngine.open(card, OnnxOptions.cpu(1))) {
            assertThat(engine.provider()).isEqualTo("cpu");
            assertThat(engine.model()).isEqualTo(card.identity());
            assertThat(engine.model().isToldAs(new ModelIdentity("painted", "1.10", card.sha256()))).isTrue();
            assertThat(engine.input()).isEqualTo(new InputGeometry(32, 32, 114, false));
            assertThat(engine.fixedBatch()).isEmpty();
        }
    }

    @Test
    void givesTheSameInEveryShapeAndWithPaddingInTheOrderOfTheFrames() throws Exception {
        try (OnnxEngine engine = open("painted-boxes");
                Lane lane = engine.openLane(0, SHAPES)) {
            for (int shape : SHAPES) {
                for (int count = 1; count <= shape; count++) {
                    List<Lane.Input> frames = new ArrayList<>();
                    List<Detection> expected = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        frames.add(new PaintedFrame().box(i, 2, 20 + i, 22, 200 + i, i % 3).input());
                        expected.add(new Detection(
                                i, 2, 20 + i, 22, i % 3, List.of("short", "no", "spur").get(i % 3), (200 + i) * (1 / 255f)));
                    }
                    Lane.BatchResult result = lane.run(frames, shape);
                    assertThat(result.results()).as("shape %d, %d frames", shape, count).hasSize(count);
                    assertThat(result.runNanos()).isPositive();
                    for (int i = 0; i < count; i++) {
                        assertThat(result.results().get(i).detections()).containsExactly(expected.get(i));
                        assertThat(result.results().get(i).fault()).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void lanesSideBySideDoNotShareTensors() throws Exception {
        try (OnnxEngine engine = open("painted-boxes");
                Lane one = engine.openLane(0, List.of(2));
                Lane two = engine.openLane(1, List.of(2))) {
            one.run(List.of(new PaintedFrame().box(1, 1, 9, 9, 255, 0).input()), 2);
            Lane.BatchResult empty = two.run(List.of(new PaintedFrame().input()), 2);
            assertThat(empty.results().get(0).detections()).isEmpty();
        }
    }

    @Test
    void suppressesLimitsAndReturnsToSourcePixels() throws Exception {
        // 64 x 32 was scaled by a half and stands eight rows down.
        Letterbox letterbox = new Letterbox(64, 32, 0.5f, 0.5f, 0, 8);
        try (OnnxEngine engine = OnnxEngine.open(card("painted-boxes").limitedTo(2), OnnxOptions.cpu(1));
                Lane lane = engine.openLane(0, List.of(1))) {
            PaintedFrame frame = new PaintedFrame()
                    .box(4, 10, 12, 18, 255, 0)
                    .box(5, 10, 12, 18, 200, 0)
                    .box(4, 10, 12, 18, 150, 1)
                    .box(20, 10, 28, 18, 100, 2);
            Lane.FrameResult result = lane.run(List.of(frame.input(letterbox)), 1).results().get(0);
            assertThat(result.detections())
                    .containsExactly(
                            new Detection(8, 4, 24, 20, 0, "short", 255 * (1 / 255f)),
                            new Detection(8, 4, 24, 20, 1, "no", 150 * (1 / 255f)));
            assertThat(result.truncated()).isTrue();
        }
    }

    @Test
    void aFrameWithNotANumberFailsAloneAndLeavesNoTrace() throws Exception {
        try (OnnxEngine engine = open("painted-boxes-nan");
                Lane lane = engine.openLane(0, List.of(4))) {
            Lane.Input good = new PaintedFrame().box(1, 2, 9, 10, 255, 1).input();
            Lane.Input bad = new PaintedFrame().box(1, 2, 9, 10, 255, 1).poison().input();

            List<Lane.FrameResult> results = lane.run(List.of(good, bad, good), 4).results();

            assertThat(results.get(0).detections()).hasSize(1);
            assertThat(results.get(1).detections()).isEmpty();
            assertThat(results.get(1).fault().map(FrameFault::reason)).contains(FrameFault.Reason.MODEL_OUTPUT);
            assertThat(results.get(2).detections()).isEqualTo(results.get(0).detections());
            assertThat(lane.run(List.of(good, good), 4).results().get(1)).isEqualTo(results.get(0));
        }
    }

    @Test
    void aBareRunIsTheSessionOnThePixelsOfTheLastBatch() throws Exception {
        try (OnnxEngine engine = open("painted-boxes");
                BareLane lane = engine.openLane(0, List.of(2))) {
            List<Lane.Input> frames = List.of(new PaintedFrame().box(1, 2, 9, 10, 255, 1).input());
            List<Lane.FrameResult> before = lane.run(frames, 2).results();
            lane.runBare(2);
            assertThat(lane.run(frames, 2).results()).isEqualTo(before);
            assertThatThrownBy(() -> lane.runBare(1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aStaticBatchRunsItsOwnShapeOnly() throws Exception {
        try (OnnxEngine engine = open("static-batch-2")) {
            assertThat(engine.fixedBatch()).hasValue(2);
            unusable(() -> engine.openLane(0, List.of(1, 2)))
                    .hasMessageContaining("batching.shapes is [1, 2]")
                    .hasMessageContaining("takes only batches of 2");
            try (Lane lane = engine.openLane(0, List.of(2))) {
                Lane.Input frame = new PaintedFrame().box(1, 2, 9, 10, 255, 1).input();
                assertThat(lane.run(List.of(frame), 2).results().get(0).detections()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    wrong-rank       | output detections is detections float [N, 24], family topk needs float [N, K, 6]
                    wrong-width      | output detections is detections float [N, 3, 8], family topk needs float [N, K, 6]
                    float-input      | must be a uint8 tensor
                    truncated        | the file is no ONNX model, or a part of one
                    unknown-operator | dev.framelot.nowhere
                    external-escape  | outside the model's folder: it is not read
                    """)
    void refusesAModelThatIsNotUsable(String model, String sentence) throws Exception {
        unusable(() -> open(model)).hasMessageContaining(sentence);
    }

    /** Rows whose confidence, 0..255, is on one side of a limit: of black all are 0. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Greater | has shape [1, 0, 6] for a black image, and the graph leaves open how many rows there are",
        "Less | has shape [1, 4, 6] for a black image and [1, "
    })
    void rowsWhoseNumberDependsOnTheImageAreRefused(String comparison, String sentence) throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        sieved(folder.model(), comparison);
        folder.with("sha256: ", "# ");

        unusable(() -> OnnxEngine.open(folder.load(), OnnxOptions.cpu(1)))
                .hasMessageContaining("outputs whose number of rows changes from image to image can't be run, and output detections")
                .hasMessageContaining(sentence);
        Files.delete(temp.resolve("card.yaml"));
        unusable(() -> OnnxEngine.open(ModelCards.load(temp), OnnxOptions.cpu(1))).as("without a card").hasMessageContaining(sentence);
    }

    @Test
    void rowsThatAreFreeByDeclarationOnlyAreTaken() throws Exception {
        CardFolder folder = new CardFolder(temp, "painted-boxes");
        Model painted = ModelFile.read(folder.model());
        ModelFile.write(painted.with(painted.graph().withOutputs(List.of(painted.graph().outputs().get(0).withAxis(1, Axis.free("boxes"))))), folder.model());
        folder.with("sha256: ", "# ");

        try (OnnxEngine engine = OnnxEngine.open(folder.load(), OnnxOptions.cpu(1)); Lane lane = engine.openLane(0, SHAPES)) {
            Lane.Input frame = new PaintedFrame().box(1, 2, 20, 22, 200, 1).input();
            assertThat(lane.run(List.of(frame, frame), 2).results().get(1).detections()).hasSize(1);
        }
    }

    /** painted-boxes for one frame, of whose rows only those come out whose confidence compares so with 128, or with 0 where they are to be greater. */
    private static void sieved(Path file, String comparison) throws Exception {
        Model painted = ModelFile.read(file);
        Graph graph = painted.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes().subList(0, graph.nodes().size() - 1));
        nodes.add(Node.of("Gather", List.of("rows", "confidence"), List.of("sure"), Attribute.of("axis", 2)));
        nodes.add(Node.of(comparison, List.of("sure", "limit"), List.of("sides")));
        nodes.add(Node.of("Reshape", List.of("sides", "flat"), List.of("kept")));
        nodes.add(Node.of("Compress", List.of("scaled", "kept"), List.of("detections"), Attribute.of("axis", 1)));
        List<Tensor> weights = new ArrayList<>(graph.weights());
        weights.add(Tensor.of("confidence", new long[] {4}, 1));
        weights.add(Tensor.of("limit", new float[] {comparison.equals("Less") ? 128 : 0}, 1));
        weights.add(Tensor.of("flat", new long[] {-1}, 1));
        Value output = graph.outputs().get(0).withAxis(0, Axis.of(1)).withAxis(1, Axis.free("boxes"));
        ModelFile.write(painted.with(graph.withNodes(nodes).withWeights(weights)
                .withInputs(List.of(graph.inputs().get(0).withAxis(0, Axis.of(1)))).withOutputs(List.of(output)).withoutValues()), file);
    }

    @Test
    void tellsEveryDifferenceBetweenCardAndModel() throws Exception {
        WrittenCard card = new CardFolder(temp, "painted-boxes")
                .with("height: 32", "height: 64")
                .with("name: detections", "name: boxes")
                .load();

        unusable(() -> OnnxEngine.open(card, OnnxOptions.cpu(1)))
                .hasMessageContaining("input images has shape [N, 32, 32, 3], the card says [N, 64, 32, 3]")
                .hasMessageContaining("the card's output is boxes, the graph's are [detections]");
    }

    @Test
    void requireGpuRefusesAFallbackInOneSentence() throws Exception {
        assumeNoCuda();
        WrittenCard card = card("painted-boxes");

        unusable(() -> OnnxEngine.open(card, OnnxOptions.cuda(1, true)))
                .hasMessageContaining("CUDA device 1 was asked for")
                .hasMessageContaining("this build of ONNX Runtime has only [CPU")
                .hasMessageContaining("-Pcuda")
                .hasMessageContaining("inference.require-gpu");
    }

    @Test
    void withoutRequireGpuItRunsOnTheCpuAndSaysSo() throws Exception {
        assumeNoCuda();
        try (OnnxEngine engine = OnnxEngine.open(card("painted-boxes"), OnnxOptions.cuda(0, false))) {
            assertThat(engine.provider()).isEqualTo("cpu");
        }
    }

    @Test
    void tensorRtNeverEndsOnTheCpu() throws Exception {
        assumeNoCuda();
        WrittenCard card = card("painted-boxes");

        unusable(() -> OnnxEngine.open(card, tensorRt(false)))
                .hasMessageContaining("TensorRT on device 0 and 1 was asked for, but this build of ONNX Runtime has only [CPU")
                .hasMessageContaining("inference.tensorrt.fallback to cuda")
                .hasMessageNotContaining("CUDA device");
        unusable(() -> OnnxEngine.open(card, tensorRt(true)))
                .hasMessageContaining("TensorRT on device 0 and 1 was asked for")
                .hasMessageContaining("CUDA device 0 and 1 was asked for")
                .hasMessageContaining("inference.provider to cpu");
    }

    @Test
    void lanesOfSeveralSessionsGiveTheSame() throws Exception {
        OnnxOptions twoSessions = new OnnxOptions(OnnxOptions.Provider.CPU, false, 1, 2, OnnxOptions.Gpu.FIRST);
        try (OnnxEngine engine = OnnxEngine.open(card("painted-boxes"), twoSessions);
                Lane one = engine.openLane(0, List.of(2));
                Lane two = engine.openLane(1, List.of(2));
                Lane three = engine.openLane(2, List.of(2))) {
            List<Lane.Input> frames = List.of(new PaintedFrame().box(1, 2, 9, 9, 255, 1).input());
            List<Lane.FrameResult> first = one.run(frames, 2).results();
            assertThat(first.get(0).detections()).hasSize(1);
            assertThat(two.run(frames, 2).results()).isEqualTo(first);
            assertThat(three.run(frames, 2).results()).isEqualTo(first);
        }
    }

    @Test
    void closesAfterItsLanesAndNamesThoseStillOpen() throws Exception {
        OnnxEngine engine = open("painted-boxes");
        Lane lane = engine.openLane(5, List.of(1));

        assertThatThrownBy(engine::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("[5]");
        assertThat(lane.run(List.of(new PaintedFrame().input()), 1).results()).hasSize(1);

        lane.close();
        lane.close();
        engine.close();
        engine.close();
        assertThatThrownBy(() -> lane.run(List.of(new PaintedFrame().input()), 1)).hasMessage("lane 5 is closed");
        assertThatThrownBy(() -> engine.openLane(6, List.of(1))).hasMessageContaining("closed");
    }

    @Test
    void aBatchBeyondTheLimitOfABufferIsRefused() throws Exception {
        try (OnnxEngine engine = open("painted-boxes")) {
            unusable(() -> engine.openLane(0, List.of(1_000_000))).hasMessageContaining("a lane's limit is 2147483647");
            engine.openLane(0, List.of(1)).close();
        }
    }

    @Test
    void theProfileNamesEachNodesProvider() {
        assertThat(ProviderProof.count("[{\"provider\" : \"CUDAExecutionProvider\"},{\"provider\":\"CPUExecutionProvider\"},"
                        + "{\"provider\" : \"CUDAExecutionProvider\"},{\"name\":\"x\"}]"))
                .containsEntry("CUDAExecutionProvider", 2)
                .containsEntry("CPUExecutionProvider", 1);
    }

    private static OnnxOptions tensorRt(boolean cudaFallback) {
        return new OnnxOptions(
                OnnxOptions.Provider.TENSORRT, false, 0, 1,
                new OnnxOptions.Gpu(List.of(0, 1), 0, new OnnxOptions.TensorRt(true, java.util.Optional.empty(), cudaFallback, 4)));
    }

    private OnnxEngine open(String model) throws Exception {
        return OnnxEngine.open(card(model), OnnxOptions.cpu(1));
    }

    private WrittenCard card(String model) throws Exception {
        return new CardFolder(temp, model).load();
    }

    private static void assumeNoCuda() {
        Assumptions.assumeFalse(
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "this build of ONNX Runtime has CUDA");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> unusable(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt) {
        return assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.kind()).isEqualTo(InferenceException.Kind.UNUSABLE_MODEL));
    }
}
