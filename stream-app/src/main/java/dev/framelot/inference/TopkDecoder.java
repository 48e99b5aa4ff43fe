package dev.framelot.inference;

import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.image.Letterbox;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Family {@code topk}: threshold, suppression, limit, back to source pixels.
 *
 * <p>The suppression is done again in Java though many graphs do their own: it costs microseconds for a few hundred rows, and
 * one label a box and the order of ties are then ours, whatever exported the graph. A box that covers nothing of the source
 * image (it lies in the letterbox's padding) is dropped before the limit counts.
 */
final class TopkDecoder implements BoxDecoder {
    static final int COLUMNS = 6;
    private static final int CONFIDENCE = 4;
    private static final int CLASS = 5;

    private final int rows;
    private final List<String> labels;
    private final ModelCard.Thresholds thresholds;
    private final NonMaxSuppression boxes;

    TopkDecoder(int rows, List<String> labels, ModelCard.Thresholds thresholds) {
        this.rows = rows;
        this.labels = labels;
        this.thresholds = thresholds;
        this.boxes = new NonMaxSuppression(rows, thresholds.iou());
    }

    @Override
    public Lane.FrameResult decode(FloatBuffer output, int frame, Letterbox letterbox) {
        int first = frame * rows * COLUMNS;
        boxes.clear();
        for (int row = 0; row < rows; row++) {
            int at = first + row * COLUMNS;
            for (int column = 0; column < COLUMNS; column++) {
                float number = output.get(at + column);
                if (!Float.isFinite(number)) {
                    return fault("row " + row + ", column " + column + " of the model's output is " + number
                            + ": the model is broken for this image; no detection of it can be trusted");
                }
            }
            float confidence = output.get(at + CONFIDENCE);
            if (confidence < thresholds.confidence()) {
                continue;
            }
            float classNumber = output.get(at + CLASS);
            int classId = Math.round(classNumber);
            if (confidence > 1 || classId < 0 || classId >= labels.size()) {
                return fault("row " + row + " of the model's output has confidence " + confidence + " and class " + classNumber
                        + "; confidence must be 0..1 and class 0.." + (labels.size() - 1) + ": the model card is not this model's");
            }
            add(output, at, confidence, classId, letterbox);
        }
        int kept = boxes.suppress(thresholds.maxDetections());
        List<Detection> found = new ArrayList<>(kept);
        for (int i = 0; i < kept; i++) {
            found.add(detection(i, letterbox));
        }
        return new Lane.FrameResult(found, boxes.truncated(), Optional.empty());
    }

    private void add(FloatBuffer output, int at, float confidence, int classId, Letterbox letterbox) {
        float x1 = Math.min(output.get(at), output.get(at + 2));
        float y1 = Math.min(output.get(at + 1), output.get(at + 3));
        float x2 = Math.max(output.get(at), output.get(at + 2));
        float y2 = Math.max(output.get(at + 1), output.get(at + 3));
        boolean seen = letterbox.sourceX(x1) < letterbox.sourceX(x2) && letterbox.sourceY(y1) < letterbox.sourceY(y2);
        if (seen) {
            boxes.add(x1, y1, x2, y2, confidence, classId);
        }
    }

    private Detection detection(int rank, Letterbox letterbox) {
        int classId = boxes.classId(rank);
        return new Detection(
                letterbox.sourceX(boxes.x1(rank)),
                letterbox.sourceY(boxes.y1(rank)),
                letterbox.sourceX(boxes.x2(rank)),
                letterbox.sourceY(boxes.y2(rank)),
                classId,
                labels.get(classId),
                boxes.confidence(rank));
    }

    private static Lane.FrameResult fault(String detail) {
        return new Lane.FrameResult(
                List.of(), false, Optional.of(new FrameFault(FrameFault.Reason.MODEL_OUTPUT, detail)));
    }
}
