package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What must be known of a model to run it and to name its results. {@link ModelCards} reads and checks it.
 *
 * @param identity name, version and the checked sha256 of {@code file}
 * @param file the {@code .onnx} file, real and inside the card's folder
 * @param labels name of each class, by class id
 * @param precision of the weights, as the author says: {@code fp32}, {@code fp16}
 * @param licence of the weights
 */
public record ModelCard(
        ModelIdentity identity,
        Path file,
        Input input,
        Output output,
        List<String> labels,
        Thresholds thresholds,
        String precision,
        String licence) {

    public ModelCard {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(thresholds, "thresholds");
        labels = List.copyOf(labels);
    }

    /** The same model, giving at most {@code maxDetections} boxes a frame: the card's own limit still holds. */
    public ModelCard limitedTo(int maxDetections) {
        Thresholds limited =
                new Thresholds(thresholds.confidence, thresholds.iou, Math.min(thresholds.maxDetections, maxDetections));
        return new ModelCard(identity, file, input, output, labels, limited, precision, licence);
    }

    /** The one input: uint8 [N, height, width, 3]. @param name in the graph */
    public record Input(String name, InputGeometry geometry) {}

    /** @param name in the graph @param family what its numbers mean */
    public record Output(String name, OutputFamily family) {}

    /**
     * @param confidence 0..1; a box below it is dropped
     * @param iou 0..1; of two boxes of one class that overlap by more, the less confident is dropped
     * @param maxDetections boxes a frame may have
     */
    public record Thresholds(float confidence, float iou, int maxDetections) {
        public Thresholds {
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("confidence is " + confidence + ", must be 0..1");
            }
            if (!(iou >= 0 && iou <= 1)) {
                throw new IllegalArgumentException("iou is " + iou + ", must be 0..1");
            }
            if (maxDetections < 1) {
                throw new IllegalArgumentException("maxDetections is " + maxDetections + ", must be at least 1");
            }
        }
    }
}
