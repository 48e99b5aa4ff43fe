package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.frame.Detection;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {
    private static final long SEED = 5;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"yolov8", "yolov5", "fastestdet", "yolox", "nanodet", "nanodet-parts", "nanodet-parts-weighed", "rtdetr", "ssd", "ultraface", "detr"})
    void givesTheBoxesOfItsFamilyInEveryBatch(String family) throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), family, SEED);
        Path out = temp.resolve("out");

        Preparation.prepare(wish(model, out, 1000), line -> {});

        try (OnnxEngine before = open(model); OnnxEngine after = open(out)) {
            assertThat(after.card().output().family().name()).isEqualTo("topk");
            assertThat(after.card().thresholds()).isEqualTo(before.card().thresholds());
            assertSameInEveryBatch(before, after);
        }
        assertThat(inputs(out)).containsExactly("uint8 [N, 64, 64, 3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topk", "end-to-end", "dfine", "ssd-nms", "classifier"})
    void keepsTheOutputsOfAGraphThatPicksOrGivesNoBoxes(String family) throws Exception {
        Path model = TableDetector.declaredForOne(Files.createDirectory(temp.resolve("model")), family, SEED);
        Path out = temp.resolve("out");
        List<String> told = new ArrayList<>();

        Preparation.prepare(wish(model, out, 1000), told::add);

        assertThat(told).anySatisfy(line -> assertThat(line).startsWith("The batch axis was fixed at 1 and is free now"));
        assertThat(told).contains("Family " + family + " comes out as it was: " + (family.equals("classifier")
                ? "a number for each class, of which Java takes the best." : "the graph has picked its boxes already."));
        try (OnnxEngine before = open(model); OnnxEngine after = open(out)) {
            assertThat(after.card().output()).isEqualTo(before.card().output());
            assertThat(after.card().thresholds()).isEqualTo(before.card().thresholds());
            assertSameInEveryBatch(before, after);
        }
        assertThat(inputs(out)).first().isEqualTo("uint8 [N, 64, 64, 3]");
    }

    @Test
    void keepsTheOneBatchOfAnSsdThatSuppressesInside() throws Exception {
        Path model = TableDetector.suppressing(Files.createDirectory(temp.resolve("model")), SEED);
        Path out = temp.resolve("out");
        List<String> told = new ArrayList<>();

        Preparation.prepare(wish(model, out, 1000), told::add);

        assertThat(told).contains("The batch axis stays fixed at 1:",
                "  - NonMaxSuppression 'kept' gives one list of boxes for the whole batch; export without NMS inside, Framelot does it");
        try (OnnxEngine before = open(model); OnnxEngine after = open(out)) {
            assertThat(after.fixedBatch()).hasValue(1);
            assertThat(after.card().output()).isEqualTo(before.card().output());
            List<Lane.Input> frames = ProofFrames.random(before.input(), 3, SEED);
            assertSame(boxes(after, frames, 1), boxes(before, frames, 1), "one by one");
        }
        assertThat(inputs(out)).containsExactly("uint8 [1, 64, 64, 3]");
    }

    @Test
    void takesOutputsInHalfPrecision() throws Exception {
        Path model = TableDetector.halves(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        Path out = temp.resolve("out");

        Preparation.prepare(wish(model, out, 1000), line -> {});

        try (OnnxEngine before = open(model); OnnxEngine after = open(out)) {
            assertSameInEveryBatch(before, after);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolov8", "yolov5", "yolox", "nanodet", "rtdetr", "ssd", "ultraface", "detr", "topk"})
    void suppressesInTheGraphAsJavaDoes(String family) throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), family, SEED);
        Path out = temp.resolve("out");
        List<String> told = new ArrayList<>();
        float iou = 0.2f;

        Preparation.prepare(suppressing(model, out, Optional.of(iou)), told::add);

        assertThat(told).contains("The graph drops the weaker of two boxes of a class that overlap by more than 0.2; Java does not do it again.");
        WrittenCard written = ModelCards.load(model);
        try (OnnxEngine before = open(written.suppressing(iou)); OnnxEngine all = open(written.suppressing(1)); OnnxEngine after = open(out)) {
            assertThat(after.card().output().suppressedAbove()).contains(iou);
            assertThat(after.card().thresholds().iou()).as("left to Java").isEqualTo(1);
            assertThat(after.card().thresholds().confidence()).isEqualTo(before.card().thresholds().confidence());
            assertSameInEveryBatch(before, after);
            List<Lane.Input> frames = ProofFrames.random(before.input(), 2, SEED);
            assertThat(boxes(all, frames, 1).get(0)).as("there is something to drop").hasSizeGreaterThan(boxes(after, frames, 1).get(0).size());
        }
        assertThat(ModelFile.read(out.resolve("table-prepared.onnx")).metadata()).containsEntry("framelot.suppressed-above", "0.2");
    }

    @Test
    void suppressesAboveTheCardsOverlapAndOnlyOnce() throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        Path out = temp.resolve("out");
        Preparation.prepare(suppressing(model, out, Optional.empty()), line -> {});

        WrittenCard made = ModelCards.load(out);
        assertThat(made.suppressedAbove()).contains(0.7f);
        assertThatThrownBy(() -> Preparation.prepare(suppressing(out, temp.resolve("again"), Optional.of(0.5f)), line -> {}))
                .isInstanceOf(BadGraphException.class)
                .hasMessageContaining("its graph drops boxes that overlap by more than 0.7 already; leave --nms out, or prepare the model that it was made of");

        Preparation.prepare(wish(out, temp.resolve("again"), 1000), line -> {});
        assertThat(ModelCards.load(temp.resolve("again"))).satisfies(again -> {
            assertThat(again.suppressedAbove()).contains(0.7f);
            assertThat(again.thresholds()).isEqualTo(made.thresholds());
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "classifier | --nms drops boxes, and family classifier gives none; leave it out",
        "end-to-end | in family end-to-end the graph has picked already; leave it out",
        "dfine | in family dfine the graph has picked already; leave it out",
        "ssd-nms | in family ssd-nms the graph has picked already; leave it out",
        "rtdetr | thresholds.iou of family rtdetr is 1 here, so nothing is to be dropped; leave --nms out, or say --iou"
    })
    void saysWhereSuppressionIsNotForTheGraph(String family, String sentence) throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), family, SEED);
        assertThatThrownBy(() -> Preparation.prepare(suppressing(model, temp.resolve("out"), Optional.empty()), line -> {}))
                .isInstanceOf(BadGraphException.class).hasMessageContaining(sentence);
        assertThat(temp.toFile().list()).containsExactly("model");
    }

    @Test
    void keepsTheOneBatchOfAModelThatMixesFrames() throws Exception {
        Path model = TableDetector.fixed(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        Path out = temp.resolve("out");
        List<String> told = new ArrayList<>();

        Preparation.prepare(wish(model, out, 1000), told::add);

        assertThat(told).contains("The batch axis stays fixed at 1:", "  - ReduceMean 'brightness' reduces all frames to one number");
        try (OnnxEngine before = open(model); OnnxEngine after = open(out)) {
            assertThat(after.fixedBatch()).hasValue(1);
            List<Lane.Input> frames = ProofFrames.random(before.input(), 3, SEED);
            assertSame(boxes(after, frames, 1), boxes(before, frames, 1), "one by one");
        }
    }

    @Test
    void tellsWhereItCameFrom() throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        List<String> told = new ArrayList<>();
        Preparation.prepare(wish(model, temp.resolve("out"), 1000), told::add);

        Model made = ModelFile.read(temp.resolve("out/table-prepared.onnx"));
        assertThat(made.metadata().get("framelot.prepared-from")).contains(ModelCards.load(model).sha256());
        assertThat(told).anySatisfy(line -> assertThat(line).startsWith("random")).anySatisfy(line -> assertThat(line).contains("was free already"));
    }

    @Test
    void theFileKnowsItsClassesSoThatACardWithTooFewIsRefused() throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        Path out = temp.resolve("out");
        Preparation.prepare(wish(model, out, 1000), line -> {});
        List<String> labels = ModelCards.load(out).labels().orElseThrow();

        Path file = out.resolve("table-prepared.onnx");
        Path bare = Files.copy(file, Files.createDirectory(temp.resolve("bare")).resolve(file.getFileName()));
        Files.writeString(bare.resolveSibling("card.yaml"), "output: {family: topk}");
        try (OnnxEngine engine = open(bare)) {
            assertThat(engine.card().labels()).isEqualTo(labels);
        }
        Files.writeString(bare.resolveSibling("card.yaml"), "output: {family: topk}\nlabels: [" + String.join(", ", labels.subList(1, labels.size())) + "]");
        assertThatThrownBy(() -> open(bare)).isInstanceOf(InferenceException.class)
                .hasMessageContaining("labels has " + (labels.size() - 1) + " names, but the file's own metadata names " + labels.size() + " classes");
    }

    @Test
    void writesNothingWhereBoxesAreLost() throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        Path out = temp.resolve("out");
        int tooFew = 1;
        assertThatThrownBy(() -> Preparation.prepare(wish(model, out, tooFew), line -> {}))
                .isInstanceOf(BadGraphException.class).hasMessageContaining("does not give the boxes").hasMessageContaining("are on one side only");
        assertThat(out).doesNotExist();
        assertThat(temp.toFile().list()).containsExactly("model");
    }

    @Test
    void leavesAModelThatIsThereAlone() throws Exception {
        Path model = TableDetector.in(Files.createDirectory(temp.resolve("model")), "yolov8", SEED);
        assertThatThrownBy(() -> Preparation.prepare(wish(model, model, 1000), line -> {}))
                .isInstanceOf(BadGraphException.class).hasMessageContaining("has a model already");
    }

    private static Preparation.Wish wish(Path model, Path out, int boxes) {
        return new Preparation.Wish(model, out, Optional.empty(), false, boxes, false, Optional.empty(), Optional.empty(), 1, false);
    }

    private static Preparation.Wish suppressing(Path model, Path out, Optional<Float> iou) {
        return new Preparation.Wish(model, out, Optional.empty(), false, 1000, true, iou, Optional.empty(), 1, false);
    }

    private static List<String> inputs(Path out) throws Exception {
        return ModelFile.read(out.resolve("table-prepared.onnx")).graph().trueInputs().stream().map(Value::describe).toList();
    }

    private static OnnxEngine open(Path model) throws Exception {
        return open(ModelCards.load(model));
    }

    private static OnnxEngine open(WrittenCard card) throws Exception {
        return OnnxEngine.open(card, OnnxOptions.cpu(1));
    }

    private static void assertSameInEveryBatch(OnnxEngine before, OnnxEngine after) throws Exception {
        assertThat(after.fixedBatch()).isEmpty();
        assertThat(after.card().labels()).isEqualTo(before.card().labels());
        List<Lane.Input> frames = ProofFrames.random(before.input(), 5, SEED);
        List<List<Detection>> expected = boxes(before, frames, 1);
        for (int batch : new int[] {1, 2, 5}) {
            assertSame(boxes(after, frames, batch), expected, "in batches of " + batch);
        }
        assertThat(expected).allSatisfy(boxes -> assertThat(boxes).isNotEmpty());
        assertThat(expected.stream().distinct()).as("frames give different boxes").hasSameSizeAs(frames);
    }

    private static List<List<Detection>> boxes(OnnxEngine engine, List<Lane.Input> frames, int batch) throws Exception {
        List<List<Detection>> boxes = new ArrayList<>();
        try (Lane lane = engine.openLane(0, List.of(batch))) {
            for (int first = 0; first < frames.size(); first += batch) {
                for (Lane.FrameResult result : lane.run(frames.subList(first, Math.min(frames.size(), first + batch)), batch).results()) {
                    assertThat(result.fault()).isEmpty();
                    boxes.add(result.detections());
                }
            }
        }
        return boxes;
    }

    private static void assertSame(List<List<Detection>> found, List<List<Detection>> expected, String what) {
        for (int frame = 0; frame < expected.size(); frame++) {
            assertSameBoxes(found.get(frame), expected.get(frame), what + ", frame " + frame);
        }
    }

    private static void assertSameBoxes(List<Detection> found, List<Detection> expected, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Detection one = found.get(i);
            Detection other = expected.get(i);
            assertThat(one.classId()).as(what + ", box " + i).isEqualTo(other.classId());
            assertThat(one.confidence()).as(what + ", box " + i).isCloseTo(other.confidence(), within(1e-4f));
            assertThat(new float[] {one.x1(), one.y1(), one.x2(), one.y2()}).as(what + ", box " + i)
                    .containsExactly(new float[] {other.x1(), other.y1(), other.x2(), other.y2()}, within(0.01f));
        }
    }
}
