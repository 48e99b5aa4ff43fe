package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.family.GraphFacts;
import java.util.Locale;

/** How a model is taken, for the person who brought it: what was said, and what was found out. */
public final class CardSentence {
    private CardSentence() {}

    public static String of(WrittenCard written, ModelCard card, GraphFacts graph) {
        InputGeometry input = card.input().geometry();
        String family = written.family().isPresent()
                ? "family " + card.output().family().name() + " by its card"
                : "family " + card.output().family().name() + " (" + FamilyGuess.of(graph).because() + ")";
        String labels = written.labels().isPresent()
                ? "labels by its card"
                : graph.meta("names").isPresent() ? "labels by the metadata" : "no labels given: " + card.labels().get(0) + ", …";
        return family + "; input " + input.width() + "x" + input.height() + " " + (input.bgr() ? "BGR" : "RGB") + " " + card.input().type().text() + ", "
                + input.placement().name().toLowerCase(Locale.ROOT).replace('_', '-') + "; " + card.labels().size() + " classes, " + labels
                + "; confidence >= " + card.thresholds().confidence() + ", IoU <= " + card.thresholds().iou()
                + card.output().suppressedAbove().map(iou -> ", and the graph keeps to " + iou).orElse("");
    }
}
