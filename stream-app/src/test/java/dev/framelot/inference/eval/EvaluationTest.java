package dev.framelot.inference.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.frame.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Path MODELS = Path.of("src/test/models");
    private static final List<String> LABELS = List.of("a", "b", "c", "d");
    /** The numbers are rounded to six digits; a tenth of a point would be 0.001. */
    private static final double ROUNDING = 1e-5;

    @Test
    void agreesWithPycocotools() throws IOException {
        List<Picture> pictures = pictures();
        int compared = 0;
        for (String line : Files.readAllLines(MODELS.resolve("coco-figures.csv")).subList(1, 16)) {
            String[] figure = line.split(",");
            boolean coco = figure[0].equals("coco");
            Evaluation result = Evaluation.of(pictures, LABELS, coco ? 0.5 : Double.parseDouble(figure[0]));
            double ours;
            if (figure[1].equals("mean")) {
                ours = coco ? result.mapCoco() : result.map();
            } else {
                Evaluation.OfClass each = result.perClass().get(Integer.parseInt(figure[1]));
                ours = coco ? each.apCoco() : each.ap();
            }
            assertThat(ours).as(line).isCloseTo(Double.parseDouble(figure[2]), within(ROUNDING));
            compared++;
        }
        assertThat(compared).isEqualTo(15);
    }

    @Test
    void everythingFoundAndNothingElseIsOne() {
        Picture picture = new Picture(List.of(found(0, 0, 10, 0.9f, 0)), List.of(new Truth(0, 0, 0, 10, 10)));

        Evaluation result = Evaluation.of(List.of(picture), LABELS, 0.5);

        assertThat(result.map()).isEqualTo(1);
        assertThat(result.mapCoco()).isEqualTo(1);
        assertThat(result.f1()).isEqualTo(1);
        assertThat(result.confidence()).isEqualTo(0.9f);
        assertThat(result.perClass()).as("classes without an object are not there").hasSize(1);
    }

    @Test
    void nothingFoundIsZero() {
        Evaluation result = Evaluation.of(List.of(new Picture(List.of(), List.of(new Truth(1, 0, 0, 10, 10)))), LABELS, 0.5);

        assertThat(result.map()).isZero();
        assertThat(result.f1()).isZero();
        assertThat(result.recall()).isZero();
    }

    @Test
    void exactlyTheLimitCounts() {
        Truth truth = new Truth(0, 0, 0, 10, 10);
        Picture half = new Picture(List.of(found(0, 0, 5, 0.9f, 0)), List.of(truth));

        assertThat(Evaluation.of(List.of(half), LABELS, 0.5).map()).isEqualTo(1);
        assertThat(Evaluation.of(List.of(half), LABELS, Math.nextUp(0.5)).map()).isZero();
    }

    @Test
    void aSecondBoxOnTheSameObjectIsWrong() {
        Picture twice = new Picture(
                List.of(found(0, 0, 10, 0.9f, 0), found(0, 0, 10, 0.8f, 0), found(0, 0, 10, 0.7f, 1)), List.of(new Truth(0, 0, 0, 10, 10)));

        Evaluation result = Evaluation.of(List.of(twice), LABELS, 0.5);

        assertThat(result.precision()).as("at 0.9, where F is best").isEqualTo(1);
        assertThat(result.confidence()).isEqualTo(0.9f);
        assertThat(result.map()).isEqualTo(1);
    }

    @Test
    void theBestFIsThatOfAWholeThresholdNotOfPartOfItsTies() {
        // Of two equally confident boxes one is right: no threshold has the right one alone.
        Picture tie = new Picture(List.of(found(0, 0, 10, 0.5f, 0), found(50, 50, 60, 0.5f, 0)), List.of(new Truth(0, 0, 0, 10, 10)));

        Evaluation result = Evaluation.of(List.of(tie), LABELS, 0.5);

        assertThat(result.precision()).isEqualTo(0.5);
        assertThat(result.f1()).isCloseTo(2 / 3.0, within(1e-12));
    }

    /** A box whose height is ten. */
    private static Detection found(float x1, float y1, float x2, float confidence, int classId) {
        return new Detection(x1, y1, x2, y1 + 10, classId, LABELS.get(classId), confidence);
    }

    private static List<Picture> pictures() throws IOException {
        Map<Integer, List<Detection>> found = new TreeMap<>();
        Map<Integer, List<Truth>> truths = new TreeMap<>();
        for (String line : Files.readAllLines(MODELS.resolve("coco-boxes.csv"))) {
            String[] f = line.split(",");
            if (f[1].equals("truth")) {
                truths.computeIfAbsent(Integer.valueOf(f[0]), image -> new ArrayList<>())
                        .add(new Truth(Integer.parseInt(f[2]), number(f[3]), number(f[4]), number(f[5]), number(f[6])));
            } else if (f[1].equals("found")) {
                found.computeIfAbsent(Integer.valueOf(f[0]), image -> new ArrayList<>()).add(new Detection(
                        (float) number(f[3]), (float) number(f[4]), (float) number(f[5]), (float) number(f[6]),
                        Integer.parseInt(f[2]), LABELS.get(Integer.parseInt(f[2])), (float) number(f[7])));
            }
        }
        List<Picture> pictures = new ArrayList<>();
        for (int image = 0; image < 60; image++) {
            pictures.add(new Picture(found.getOrDefault(image, List.of()), truths.getOrDefault(image, List.of())));
        }
        return pictures;
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
