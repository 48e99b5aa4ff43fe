package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.family.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that must be known of a model to run it and to name its results: what its card says, completed and checked by
 * {@link CardCompletion} with what the graph says.
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

    /**
     * The input for images.
     *
     * @param name in the graph
     * @param channelsFirst [N, 3, height, width]; else [N, height, width, 3]
     */
    public record Input(String name, InputGeometry geometry, boolean channelsFirst, ElementType type, Normalisation normalisation) {
        /** uint8 [N, height, width, 3]: the slots as they are. */
        public Input(String name, InputGeometry geometry) {
            this(name, geometry, false, ElementType.UINT8, Normalisation.NONE);
        }

        public long[] shape(int batch) {
            int width = geometry.width();
            int height = geometry.height();
            return channelsFirst ? new long[] {batch, 3, height, width} : new long[] {batch, height, width, 3};
        }
    }

    /**
     * @param names in the graph, in the family's order
     * @param family what their numbers mean
     * @param suppressedAbove overlap above which the graph has dropped the weaker box of a class; empty: it leaves that to Java
     */
    public record Output(List<String> names, OutputFamily family, Optional<Float> suppressedAbove) {
        public Output {
            names = List.copyOf(names);
            Objects.requireNonNull(suppressedAbove, "suppressedAbove");
        }

        public Output(List<String> names, OutputFamily family) {
            this(names, family, Optional.empty());
        }

        public Output(String name, OutputFamily family) {
            this(List.of(name), family);
        }
    }

    /**
     * @param confidence 0..1; a box below it is dropped
     * @param iou 0..1; of two boxes of one class that overlap by more, the less confident is dropped; 1: none is
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
