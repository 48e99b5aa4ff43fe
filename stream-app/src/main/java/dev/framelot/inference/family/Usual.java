package dev.framelot.inference.family;

import dev.framelot.image.Placement;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;

/**
 * How the published code of a family feeds its models and which boxes it keeps.
 *
 * @param bgr order of the model's channels
 * @param normalisation of inputs that are not uint8: those normalise inside the graph
 */
public record Usual(boolean bgr, Placement placement, int letterboxValue, Normalisation normalisation, ModelCard.Thresholds thresholds) {
    static final int GREY = 114;
    private static final int BOXES = 300;

    /** Where the family is not known yet. */
    public static Usual plain() {
        return letterboxed(false, Normalisation.NONE, 0.25f, 0.5f);
    }

    static Usual letterboxed(boolean bgr, Normalisation normalisation, float confidence, float iou) {
        return new Usual(bgr, Placement.LETTERBOX, GREY, normalisation, new ModelCard.Thresholds(confidence, iou, BOXES));
    }

    static Usual stretched(boolean bgr, Normalisation normalisation, float confidence, float iou) {
        return new Usual(bgr, Placement.STRETCH, GREY, normalisation, new ModelCard.Thresholds(confidence, iou, BOXES));
    }
}
