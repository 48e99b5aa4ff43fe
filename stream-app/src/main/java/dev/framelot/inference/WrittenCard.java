package dev.framelot.inference;

import dev.framelot.image.Placement;
import dev.framelot.inference.family.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model card says, as far as it says anything: the rest is read off the graph. Without a card nothing is said.
 *
 * @param card empty where there is none
 * @param file the {@code .onnx} file, real
 * @param sha256 of the model as {@link FileHash} defines it, lower case; checked where the card says one
 * @param outputs names in the graph; empty: the family's
 * @param suppressedAbove overlap above which the graph has dropped the weaker box of a class
 * @param said {@link CardHash} of the card
 * @param maxDetections what the settings allow; the card's own limit still holds
 */
public record WrittenCard(
        Optional<Path> card,
        Path file,
        String sha256,
        Optional<String> name,
        Optional<String> version,
        Input input,
        List<String> outputs,
        Optional<OutputFamily> family,
        Optional<Float> suppressedAbove,
        Optional<List<String>> labels,
        Thresholds thresholds,
        Optional<String> precision,
        Optional<String> licence,
        String said,
        int maxDetections) {

    /** @param bgr of the model's channels @param exact see {@link dev.framelot.image.InputGeometry} */
    public record Input(
            Optional<String> name,
            Optional<Boolean> channelsFirst,
            Optional<ElementType> type,
            OptionalInt width,
            OptionalInt height,
            Optional<Boolean> bgr,
            Optional<Placement> placement,
            OptionalInt letterboxValue,
            Optional<List<Double>> mean,
            Optional<List<Double>> scale,
            boolean exact) {
        static final Input SILENT = new Input(
                Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
                Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), false);
    }

    public record Thresholds(Optional<Float> confidence, Optional<Float> iou, OptionalInt maxDetections) {}

    static WrittenCard none(Path file, String sha256) {
        return new WrittenCard(
                Optional.empty(), file, sha256, Optional.empty(), Optional.empty(), Input.SILENT, List.of(), Optional.empty(),
                Optional.empty(), Optional.empty(), new Thresholds(Optional.empty(), Optional.empty(), OptionalInt.empty()), Optional.empty(),
                Optional.empty(), CardHash.NOTHING, Integer.MAX_VALUE);
    }

    /** What the card says, or the file's name and the beginning of its hash. */
    public ModelIdentity identity() {
        String fileName = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        return new ModelIdentity(name.orElse(fileName), version.orElse(sha256.substring(0, 12)), sha256, said);
    }

    /** The same model, giving at most so many boxes a frame. */
    public WrittenCard limitedTo(int most) {
        return new WrittenCard(card, file, sha256, name, version, input, outputs, family, suppressedAbove, labels, thresholds, precision, licence, said,
                Math.min(maxDetections, most));
    }

    /** The same model, giving every box of this confidence and more: for measuring how good it is. */
    public WrittenCard from(float confidence) {
        return with(new Thresholds(Optional.of(confidence), thresholds.iou, thresholds.maxDetections));
    }

    /** The same model, whose weaker boxes of a class go if they overlap by more than this; 1: none goes. */
    public WrittenCard suppressing(float iou) {
        return with(new Thresholds(thresholds.confidence, Optional.of(iou), thresholds.maxDetections));
    }

    private WrittenCard with(Thresholds changed) {
        return new WrittenCard(card, file, sha256, name, version, input, outputs, family, suppressedAbove, labels, changed, precision, licence, said, maxDetections);
    }
}
