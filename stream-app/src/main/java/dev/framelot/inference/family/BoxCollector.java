package dev.framelot.inference.family;

import dev.framelot.frame.Detection;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.NonMaxSuppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The common end of all families: suppression, limit, back to source pixels. A box that covers nothing of the source image (it
 * lies in the letterbox's padding) is dropped before the limit counts. One frame at a time, one thread.
 */
final class BoxCollector {
    private final List<String> labels;
    private final ModelCard.Thresholds thresholds;
    private final NonMaxSuppression boxes;
    private Letterbox letterbox;

    /** @param capacity boxes that a frame may offer @param oneLabel the family may give one box under several classes */
    BoxCollector(int capacity, ModelCard card, boolean oneLabel) {
        this.labels = card.labels();
        this.thresholds = card.thresholds();
        this.boxes = new NonMaxSuppression(capacity, thresholds.iou(), oneLabel);
    }

    void begin(Letterbox of) {
        letterbox = of;
        boxes.clear();
    }

    float least() {
        return thresholds.confidence();
    }

    int classes() {
        return labels.size();
    }

    /** Corners in either order, pixels of the model's input. @param confidence at least {@link #least} */
    void corners(float xa, float ya, float xb, float yb, float confidence, int classId) {
        float x1 = Math.min(xa, xb);
        float y1 = Math.min(ya, yb);
        float x2 = Math.max(xa, xb);
        float y2 = Math.max(ya, yb);
        boolean seen = letterbox.sourceX(x1) < letterbox.sourceX(x2) && letterbox.sourceY(y1) < letterbox.sourceY(y2);
        if (seen) {
            boxes.add(x1, y1, x2, y2, Math.min(1, confidence), classId);
        }
    }

    /** Middle and sides, pixels of the model's input. */
    void middle(float x, float y, float width, float height, float confidence, int classId) {
        corners(x - width / 2, y - height / 2, x + width / 2, y + height / 2, confidence, classId);
    }

    Lane.FrameResult result() {
        int kept = boxes.suppress(thresholds.maxDetections());
        List<Detection> found = new ArrayList<>(kept);
        for (int rank = 0; rank < kept; rank++) {
            int classId = boxes.classId(rank);
            found.add(new Detection(
                    letterbox.sourceX(boxes.x1(rank)),
                    letterbox.sourceY(boxes.y1(rank)),
                    letterbox.sourceX(boxes.x2(rank)),
                    letterbox.sourceY(boxes.y2(rank)),
                    classId,
                    labels.get(classId),
                    boxes.confidence(rank)));
        }
        return new Lane.FrameResult(found, boxes.truncated(), Optional.empty());
    }
}
