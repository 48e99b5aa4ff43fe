package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the published code finds, written by {@code src/test/models/golden.py}: by model, by image. */
final class GoldenBoxes {
    private static final double PIXELS = 1;
    private static final double CONFIDENCE = 0.01;

    private record Box(double x1, double y1, double x2, double y2, double confidence, int classId) {
        boolean isAs(Detection found) {
            return found.classId() == classId && near(found.x1(), x1) && near(found.y1(), y1) && near(found.x2(), x2) && near(found.y2(), y2)
                    && Math.abs(found.confidence() - confidence) <= CONFIDENCE;
        }

        private static boolean near(double a, double b) {
            return Math.abs(a - b) <= PIXELS;
        }
    }

    private final Map<String, Map<String, List<Box>>> byModel = new LinkedHashMap<>();

    static GoldenBoxes read(String file) throws IOException {
        GoldenBoxes golden = new GoldenBoxes();
        for (String line : Files.readAllLines(Path.of("src/test/models", file))) {
            String[] f = line.split(",");
            if (!f[0].equals("model")) {
                golden.byModel.computeIfAbsent(f[0], model -> new LinkedHashMap<>())
                        .computeIfAbsent(f[1], image -> new ArrayList<>())
                        .add(new Box(number(f[2]), number(f[3]), number(f[4]), number(f[5]), number(f[6]), Integer.parseInt(f[7])));
            }
        }
        return golden;
    }

    /** The very boxes, each once, in no order: within a pixel and a hundredth. */
    void assertSame(String model, String image, List<Detection> found) {
        List<Box> missing = new ArrayList<>(byModel.getOrDefault(model, Map.of()).getOrDefault(image, List.of()));
        List<Detection> surplus = new ArrayList<>();
        for (Detection detection : found) {
            Box match = missing.stream().filter(box -> box.isAs(detection)).findFirst().orElse(null);
            if (match == null) {
                surplus.add(detection);
            } else {
                missing.remove(match);
            }
        }
        assertThat(missing).as("%s, %s: not found; instead %s", model, image, surplus).isEmpty();
        assertThat(surplus).as("%s, %s: found but not there", model, image).isEmpty();
    }

    int boxes(String model) {
        return byModel.getOrDefault(model, Map.of()).values().stream().mapToInt(List::size).sum();
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
