package dev.framelot.inference.family;

import static dev.framelot.inference.family.ElementType.FLOAT32;
import static dev.framelot.inference.family.ElementType.INT64;
import static dev.framelot.inference.family.ElementType.UINT8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.image.InputGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyGuessTest {
    private static final Map<String, String> NONE = Map.of();

    @ParameterizedTest(name = "{0}: {2}x{1} [N,{3},{4}]")
    @CsvSource({
        "yolov8, 640, 640, 84, 8400",
        "yolov8, 320, 320, 84, 2100",
        "yolov8, 640, 640, 6, 8400",
        "yolov8, 640, 640, 5, 8400",
        "yolov8, 480, 640, 84, 6300",
        "yolov5, 640, 640, 25200, 85",
        "yolov5, 640, 640, 25200, 6",
        "yolov5, 1280, 1280, 102000, 85",
        "yolox, 416, 416, 3549, 85",
        "yolox, 640, 640, 8400, 6",
        "nanodet, 416, 416, 3598, 112",
        "nanodet, 320, 320, 2125, 33",
        "nanodet, 320, 320, 2100, 112",
        "fastestdet, 352, 352, 484, 85",
        "end-to-end, 640, 640, 300, 6",
        "end-to-end, 640, 640, 100, 6",
        "rtdetr, 640, 640, 300, 84",
    })
    void oneOutputIsToldByItsShape(String family, int height, int width, long first, long second) {
        assertFound(family, graph(NONE, TensorFacts.of("images", FLOAT32, 1, 3, height, width), TensorFacts.of("output0", FLOAT32, 1, first, second)));
    }

    @Test
    void anExportWithAllAxesFreeIsToldByItsMetadata() {
        GraphFacts graph = graph(
                Map.of("task", "detect", "imgsz", "[480, 640]"),
                TensorFacts.of("images", FLOAT32, -1, 3, -1, -1),
                TensorFacts.of("output0", FLOAT32, -1, 84, -1));

        assertFound("yolov8", graph);
        assertThat(InputGuess.of(graph)).contains(new InputGuess("images", true, FLOAT32, 640, 480, "the metadata's imgsz"));
    }

    @Test
    void theLayoutOfTheInputIsToldByWhereTheThreeIs() {
        GraphFacts graph = graph(NONE, TensorFacts.of("x", UINT8, -1, 320, 640, 3), TensorFacts.of("y", FLOAT32, -1, 300, 6));

        assertThat(InputGuess.of(graph)).contains(new InputGuess("x", false, UINT8, 640, 320, "the graph"));
        assertFound("end-to-end", graph);
    }

    @Test
    void severalOutputsAreToldByNameThenByShape() {
        TensorFacts image = TensorFacts.of("input", FLOAT32, -1, 3, 240, 320);
        assertFound("ultraface", graph(NONE, image, TensorFacts.of("scores", FLOAT32, -1, 4420, 2), TensorFacts.of("boxes", FLOAT32, -1, 4420, 4)));
        assertFound("ssd", graph(NONE, image, TensorFacts.of("a", FLOAT32, -1, 3000, 21), TensorFacts.of("b", FLOAT32, -1, 3000, 4)));
        assertFound("detr", graph(NONE, image, TensorFacts.of("logits", FLOAT32, -1, 300, 80), TensorFacts.of("pred_boxes", FLOAT32, -1, 300, 4)));
        assertFound(
                "ssd-nms",
                graph(
                        NONE,
                        TensorFacts.of("input", UINT8, -1, -1, -1, 3),
                        TensorFacts.of("num_detections:0", FLOAT32, -1),
                        TensorFacts.of("detection_boxes:0", FLOAT32, -1, -1, -1),
                        TensorFacts.of("detection_scores:0", FLOAT32, -1, -1),
                        TensorFacts.of("detection_classes:0", FLOAT32, -1, -1)));
    }

    /** As YOLOv5 up to 6.1 and YOLOv7 are exported. */
    @Test
    void headsBesideTheBoxesMadeOfThemAreLeftAlone() {
        TensorFacts image = TensorFacts.of("images", FLOAT32, 1, 3, 640, 640);
        TensorFacts heads = TensorFacts.of("350", FLOAT32, 1, 3, 80, 80, 85);

        assertFound("yolov5", graph(NONE, image, TensorFacts.of("output", FLOAT32, 1, 25200, 85), heads,
                TensorFacts.of("416", FLOAT32, 1, 3, 40, 40, 85), TensorFacts.of("482", FLOAT32, 1, 3, 20, 20, 85)));
        assertRefused("raw heads", graph(NONE, image, heads, TensorFacts.of("416", FLOAT32, 1, 3, 40, 40, 85), TensorFacts.of("482", FLOAT32, 1, 3, 20, 20, 85)));
    }

    @Test
    void olderNanoDetIsToldByItsTwoOutputsForEachGrid() {
        assertFound("nanodet", parts(80, 32));
        assertFound("nanodet", parts(80, 4));
        // Scores or sides? A card's output.names say it.
        assertThat(FamilyGuess.of(parts(32, 32))).isInstanceOf(FamilyGuess.Unknown.class);
    }

    private static GraphFacts parts(int classes, int sides) {
        return graph(
                NONE,
                TensorFacts.of("input.1", FLOAT32, 1, 3, 416, 416),
                TensorFacts.of("cls8", FLOAT32, 1, 2704, classes), TensorFacts.of("cls16", FLOAT32, 1, 676, classes),
                TensorFacts.of("cls32", FLOAT32, 1, 169, classes), TensorFacts.of("dis8", FLOAT32, 1, 2704, sides),
                TensorFacts.of("dis16", FLOAT32, 1, 676, sides), TensorFacts.of("dis32", FLOAT32, 1, 169, sides));
    }

    @Test
    void aSecondInputForTheSizesIsThatOfDFine() {
        GraphFacts graph = new GraphFacts(
                List.of(TensorFacts.of("images", FLOAT32, -1, 3, 640, 640), TensorFacts.of("orig_target_sizes", INT64, -1, 2)),
                List.of(
                        TensorFacts.of("labels", INT64, -1, 300),
                        TensorFacts.of("boxes", FLOAT32, -1, 300, 4),
                        TensorFacts.of("scores", FLOAT32, -1, 300)),
                NONE);

        assertFound("dfine", graph);
    }

    @Test
    void classifiersGiveOneNumberAClass() {
        TensorFacts image = TensorFacts.of("input", FLOAT32, -1, 3, 224, 224);
        assertFound("classifier", graph(NONE, image, TensorFacts.of("y", FLOAT32, -1, 1000)));
        assertFound("classifier", graph(NONE, image, TensorFacts.of("y", FLOAT32, -1, 1000, 1, 1)));
        assertFound("classifier", graph(Map.of("task", "classify"), image, TensorFacts.of("y", FLOAT32, -1, -1)));
    }

    @Test
    void masksPosesAndOrientedBoxesAreRefusedByTheirName() {
        TensorFacts image = TensorFacts.of("images", FLOAT32, 1, 3, 640, 640);
        TensorFacts rows = TensorFacts.of("output0", FLOAT32, 1, 116, 8400);
        TensorFacts prototypes = TensorFacts.of("output1", FLOAT32, 1, 32, 160, 160);

        assertRefused("masks", graph(Map.of("task", "segment"), image, rows, prototypes));
        assertRefused("masks", graph(NONE, image, rows, prototypes));
        assertRefused("poses", graph(Map.of("task", "pose"), image, TensorFacts.of("output0", FLOAT32, 1, 56, 8400)));
        assertRefused("oriented boxes", graph(Map.of("task", "obb"), image, TensorFacts.of("output0", FLOAT32, 1, 20, 21504)));
        assertRefused("raw head", graph(NONE, image, TensorFacts.of("o", FLOAT32, 1, 255, 80, 80)));
        assertRefused("whole batch", graph(NONE, image, TensorFacts.of("output", FLOAT32, -1, 7)));
    }

    @Test
    void whatMayBePosesOrBoxesIsNotGuessed() {
        FamilyGuess guess = FamilyGuess.of(
                graph(NONE, TensorFacts.of("images", FLOAT32, 1, 3, 640, 640), TensorFacts.of("output0", FLOAT32, 1, 56, 8400)));

        assertThat(guess).isInstanceOf(FamilyGuess.Unknown.class);
        assertThat(guess.because()).contains("COCO poses").contains("52 classes").contains("output.family");
    }

    @Test
    void whatTakesNoImageIsUnknown() {
        FamilyGuess guess = FamilyGuess.of(graph(NONE, TensorFacts.of("tokens", INT64, -1, 128), TensorFacts.of("y", FLOAT32, -1, 2)));

        assertThat(guess).isInstanceOf(FamilyGuess.Unknown.class);
        assertThat(guess.because()).contains("tokens int64 [N, 128]").contains("is a batch of images");
    }

    private static GraphFacts graph(Map<String, String> metadata, TensorFacts input, TensorFacts... outputs) {
        return new GraphFacts(List.of(input), new ArrayList<>(List.of(outputs)), metadata);
    }

    private static void assertFound(String family, GraphFacts graph) {
        assertThat(FamilyGuess.of(graph)).isInstanceOfSatisfying(FamilyGuess.Found.class, found -> assertThat(found.family()).isEqualTo(family));
    }

    private static void assertRefused(String what, GraphFacts graph) {
        FamilyGuess guess = FamilyGuess.of(graph);
        assertThat(guess).isInstanceOf(FamilyGuess.Refused.class);
        assertThat(guess.because()).contains(what);
    }

    /** A card may name such outputs; the first run fills in what the export left open. */
    @Test
    void partsOfNanodetWithOpenAxesAreNotRefusedBeforeTheirFirstRun() {
        InputGeometry input = new InputGeometry(320, 320, 0, true);
        NanodetFamily nanodet = new NanodetFamily();
        List<TensorFacts> open = parts(-1, -1, -1);
        assertThat(nanodet.shapeProblem(open, input)).isEmpty();
        assertThat(nanodet.classes(open)).isEmpty();
        assertThat(nanodet.shapeProblem(parts(-1, 80, 33), input)).isPresent();
        assertThat(nanodet.shapeProblem(parts(7, 80, 32), input)).isPresent();
    }

    private static List<TensorFacts> parts(long cells, long classes, long sides) {
        List<TensorFacts> outputs = new ArrayList<>();
        for (long columns : new long[] {classes, sides}) {
            for (String stride : List.of("8", "16", "32")) {
                outputs.add(TensorFacts.of(stride + " of " + columns, FLOAT32, -1, cells, columns));
            }
        }
        return outputs;
    }
}
