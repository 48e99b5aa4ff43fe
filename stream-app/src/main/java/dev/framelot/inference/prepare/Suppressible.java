package dev.framelot.inference.prepare;

import dev.framelot.inference.ModelCard;
import dev.framelot.inference.graph.BadGraphException;
import java.util.Set;

/** Whether suppression can be put behind a model's boxes. */
final class Suppressible {
    private static final Set<String> PICKED = Set.of("end-to-end", "dfine", "ssd-nms");

    private Suppressible() {}

    /**
     * @param card with the overlap that is wanted
     * @throws BadGraphException there is nothing to suppress, or it is not for the graph to do
     */
    static SuppressionTail by(ModelCard card) throws BadGraphException {
        String family = card.output().family().name();
        if (family.equals("classifier")) {
            throw new BadGraphException("--nms drops boxes, and family classifier gives none; leave it out");
        }
        if (PICKED.contains(family)) {
            throw new BadGraphException("--nms comes behind boxes that are decoded here, and in family " + family
                    + " the graph has picked already; leave it out: if some overlap still, thresholds.iou of the card drops them");
        }
        if (card.output().suppressedAbove().isPresent()) {
            throw new BadGraphException("its graph drops boxes that overlap by more than " + card.output().suppressedAbove().get()
                    + " already; leave --nms out, or prepare the model that it was made of");
        }
        float above = card.thresholds().iou();
        if (above >= 1) {
            throw new BadGraphException("thresholds.iou of family " + family + " is 1 here, so nothing is to be dropped; leave --nms out, or say --iou");
        }
        return new SuppressionTail(card.labels().size(), above);
    }
}
