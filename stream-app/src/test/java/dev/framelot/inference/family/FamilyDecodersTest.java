package dev.framelot.inference.family;

import static dev.framelot.inference.family.ElementType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FamilyDecodersTest {
    private static final int SIDE = 64;
    private static final Letterbox SAME = new Letterbox(SIDE, SIDE, 1, 1, 0, 0);

    /** @param quiet number that says "nothing here" everywhere in the outputs */
    private record Shapes(String family, float quiet, TensorFacts... outputs) {
        @Override
        public String toString() {
            return family;
        }
    }

    static Stream<Shapes> all() {
        return Stream.of(
                new Shapes("topk", 0, of("o", 4, 6)),
                new Shapes("end-to-end", 0, of("o", 4, 6)),
                new Shapes("yolov8", 0, of("o", 7, 84)),
                new Shapes("yolov5", 0, of("o", 252, 8)),
                new Shapes("yolox", 0, of("o", 84, 8)),
                new Shapes("nanodet", 0, of("o", 85, 35)),
                new Shapes("nanodet", 0, of("a", 64, 3), of("b", 16, 3), of("c", 4, 3), of("d", 64, 32), of("e", 16, 32), of("f", 4, 32)),
                new Shapes("nanodet", 0, of("a", 64, 3), of("b", 16, 3), of("c", 4, 3), of("d", 64, 4), of("e", 16, 4), of("f", 4, 4)),
                new Shapes("fastestdet", 0, of("o", 16, 8)),
                new Shapes("rtdetr", 0, of("o", 10, 7)),
                new Shapes("detr", -9, of("logits", 10, 3), of("pred_boxes", 10, 4)),
                new Shapes("dfine", 0, of("boxes", 10, 4), of("scores", 10), of("labels", 10)),
                new Shapes("ssd", 0, of("scores", 10, 4), of("boxes", 10, 4)),
                new Shapes("ultraface", 0, of("scores", 10, 4), of("boxes", 10, 4)),
                new Shapes("ssd-nms", 0, of("boxes", 10, 4), of("scores", 10), of("classes", 10), of("num_detections")));
    }

    @Test
    void everyFamilyOfBoxesIsTestedHere() {
        List<String> tested = all().map(Shapes::family).distinct().toList();
        assertThat(Families.all().stream().map(family -> family.name()).filter(name -> !name.equals("classifier"))).containsExactlyInAnyOrderElementsOf(tested);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aFrameWithNothingInItHasNoDetectionAndNoFault(Shapes shapes) {
        Lane.FrameResult result = decoder(shapes).decode(quiet(shapes), 0, SAME);

        assertThat(result.fault()).isEmpty();
        assertThat(result.detections()).isEmpty();
        assertThat(result.truncated()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void notANumberAnywhereIsAFaultOfTheFrameAndOfNoOther(Shapes shapes) {
        BoxDecoder decoder = decoder(shapes);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            List<FloatBuffer> two = quiet(shapes, 2);
            for (FloatBuffer output : two) {
                int half = output.capacity() / 2;
                // Objectness below the threshold ends a row's reading early, but not before its numbers were looked at.
                for (int i = half; i < output.capacity(); i++) {
                    float was = output.get(i);
                    output.put(i, bad);
                    Lane.FrameResult second = decoder.decode(two, 1, SAME);
                    assertThat(second.detections()).isEmpty();
                    assertThat(second.fault().orElseThrow().reason()).isEqualTo(FrameFault.Reason.MODEL_OUTPUT);
                    assertThat(second.fault().get().detail()).contains(Float.toString(bad));
                    output.put(i, was);
                }
            }
            assertThat(decoder.decode(two, 0, SAME).fault()).isEmpty();
        }
    }

    @Test
    void aBoxHasOneLabelTheSurestAndOfEqualOnesTheFirst() {
        Shapes shapes = new Shapes("yolov8", 0, of("o", 7, 84));
        List<FloatBuffer> output = quiet(shapes);
        column(output.get(0), 84, 3, 32, 32, 10, 20, 0.5f, 0.9f, 0.6f);
        column(output.get(0), 84, 70, 12, 12, 8, 8, 0.25f, 0.75f, 0.75f);

        assertThat(decoder(shapes).decode(output, 0, SAME).detections())
                .containsExactly(new Detection(27, 22, 37, 42, 1, "b", 0.9f), new Detection(8, 8, 16, 16, 1, "b", 0.75f));
    }

    @Test
    void suppressionIsByClassAndOfEqualBoxesTheFirstStays() {
        Shapes shapes = new Shapes("yolov8", 0, of("o", 7, 84));
        List<FloatBuffer> output = quiet(shapes);
        column(output.get(0), 84, 9, 32, 32, 10, 20, 0.8f, 0, 0);
        column(output.get(0), 84, 5, 33, 32, 10, 20, 0.8f, 0, 0);
        column(output.get(0), 84, 80, 32, 32, 10, 20, 0, 0.7f, 0);

        assertThat(decoder(shapes).decode(output, 0, SAME).detections())
                .containsExactly(new Detection(28, 22, 38, 42, 0, "a", 0.8f), new Detection(27, 22, 37, 42, 1, "b", 0.7f));
    }

    @Test
    void anEndToEndBoxUnderTwoLabelsKeepsTheSurer() {
        Shapes shapes = new Shapes("end-to-end", 0, of("o", 4, 6));
        FloatBuffer rows = FloatBuffer.wrap(new float[] {1, 2, 30, 40, 0.5f, 2, 1, 2, 30, 40, 0.6f, 0, 1, 2, 30, 41, 0.4f, 0, 0, 0, 0, 0, 0, 0});

        assertThat(decoder(shapes).decode(List.of(rows), 0, SAME).detections())
                .as("overlapping boxes of one class stay: the graph has suppressed what it would")
                .containsExactly(new Detection(1, 2, 30, 40, 0, "a", 0.6f), new Detection(1, 2, 30, 41, 0, "a", 0.4f));
    }

    @Test
    void aScoreThatIsNoProbabilityIsAFault() {
        Shapes shapes = new Shapes("yolov8", 0, of("o", 7, 84));
        List<FloatBuffer> output = quiet(shapes);
        column(output.get(0), 84, 5, 33, 32, 10, 20, 4.5f, 0, 0);

        assertThat(decoder(shapes).decode(output, 0, SAME).fault().orElseThrow().detail()).contains("box 5").contains("4.5");
    }

    @Test
    void aClassifierGivesItsBestClassesOverTheWholeImage() {
        ModelCard card = TestCards.of("classifier", SIDE, SIDE, 0.01f, 1, 2, "a", "b", "c", "d");
        BoxDecoder decoder = new ClassifierDecoder(4, card);
        Letterbox source = new Letterbox(640, 480, 0.1f, 0.1f, 0, 0);

        assertThat(decoder.decode(List.of(FloatBuffer.wrap(new float[] {0.1f, 0.4f, 0.1f, 0.4f})), 0, source).detections())
                .containsExactly(new Detection(0, 0, 640, 480, 1, "b", 0.4f), new Detection(0, 0, 640, 480, 3, "d", 0.4f));
        assertThat(decoder.decode(List.of(FloatBuffer.wrap(new float[] {9, 0, 0, 0})), 0, source).detections())
                .as("logits; what is below the threshold is not there")
                .hasSize(1);
        assertThat(decoder.decode(List.of(FloatBuffer.wrap(new float[] {9, Float.NaN, 0, 0})), 0, source).fault()).isPresent();
    }

    private static TensorFacts of(String name, long... axes) {
        long[] shape = new long[axes.length + 1];
        shape[0] = 1;
        System.arraycopy(axes, 0, shape, 1, axes.length);
        return TensorFacts.of(name, FLOAT32, shape);
    }

    private static BoxDecoder decoder(Shapes shapes) {
        ModelCard card = TestCards.of(shapes.family, SIDE, SIDE, 0.25f, shapes.family.equals("end-to-end") ? 1 : 0.5f, 10, "a", "b", "c");
        return card.output().family().newDecoder(card, List.of(shapes.outputs));
    }

    private static List<FloatBuffer> quiet(Shapes shapes) {
        return quiet(shapes, 1);
    }

    private static List<FloatBuffer> quiet(Shapes shapes, int frames) {
        List<FloatBuffer> outputs = new ArrayList<>();
        for (TensorFacts output : shapes.outputs) {
            int numbers = frames * (int) output.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
            FloatBuffer buffer = FloatBuffer.allocate(numbers);
            for (int i = 0; i < numbers; i++) {
                buffer.put(i, output.name().equals("pred_boxes") || output.name().equals("boxes") ? 0.5f : shapes.quiet);
            }
            outputs.add(buffer);
        }
        return outputs;
    }

    /** Writes one box of a family whose boxes are columns. */
    private static void column(FloatBuffer output, int columns, int column, float... numbers) {
        for (int row = 0; row < numbers.length; row++) {
            output.put(row * columns + column, numbers[row]);
        }
    }
}
