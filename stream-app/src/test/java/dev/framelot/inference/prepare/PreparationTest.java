package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.frame.Detection;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCards;
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
            assertThat(after.fixedBatch()).isEmpty();
            assertThat(after.card().labels()).isEqualTo(before.card().labels());
            assertThat(after.card().thresholds()).isEqualTo(before.card().thresholds());
            List<Lane.Input> frames = ProofFrames.random(before.input(), 5, SEED);
            List<List<Detection>> expected = boxes(before, frames, 1);
            for (int batch : new int[] {1, 2, 5}) {
                List<List<Detection>> found = boxes(after, frames, batch);
                for (int frame = 0; frame < frames.size(); frame++) {
                    assertSame(found.get(frame), expected.get(frame), family + ", frame " + frame + " in batches of " + batch);
                }
            }
            assertThat(expected).allSatisfy(boxes -> assertThat(boxes).isNotEmpty());
        }
        assertThat(ModelFile.read(out.resolve("table-prepared.onnx")).graph().trueInputs()).extracting(Value::describe)
                .containsExactly("uint8 [N, 64, 64, 3]");
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
            List<List<Detection>> expected = boxes(before, frames, 1);
            List<List<Detection>> found = boxes(after, frames, 1);
            for (int frame = 0; frame < frames.size(); frame++) {
                assertSame(found.get(frame), expected.get(frame), "frame " + frame);
            }
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
        return new Preparation.Wish(model, out, Optional.empty(), false, boxes, Optional.empty(), 1, false);
    }

    private static OnnxEngine open(Path model) throws Exception {
        return OnnxEngine.open(ModelCards.load(model), OnnxOptions.cpu(1));
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

    private static void assertSame(List<Detection> found, List<Detection> expected, String what) {
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
