package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.OutputFamily;
import java.nio.file.Path;
import java.util.List;

/** Cards of models that are not there, for decoders. */
final class TestCards {
    private TestCards() {}

    static ModelCard of(String family, int width, int height, float confidence, float iou, int maxDetections, String... labels) {
        OutputFamily found = OutputFamily.named(family).orElseThrow();
        return new ModelCard(
                new ModelIdentity("test", "1", "0".repeat(64)),
                Path.of("none"),
                new ModelCard.Input("images", new InputGeometry(width, height, 114, false)),
                new ModelCard.Output("output", found),
                List.of(labels),
                new ModelCard.Thresholds(confidence, iou, maxDetections),
                "fp32",
                "none");
    }
}
