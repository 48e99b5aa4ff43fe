package dev.framelot.load.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How detections compare with the truth: the most confident detection chooses first, among truth boxes of its own class
 * that nobody took, the one it overlaps most, if by an IoU of 0.5 or more.
 *
 * @param matched detections with a truth box of their own
 * @param detections all of them
 * @param truths all of them
 */
public record Accuracy(long matched, long detections, long truths) {
    public static final Accuracy NONE = new Accuracy(0, 0, 0);
    private static final double MIN_IOU = 0.5;

    /** The comparison for one frame. */
    public static Accuracy ofFrame(List<Box> detections, List<Box> truth) {
        List<Box> free = new ArrayList<>(truth);
        long matched = 0;
        List<Box> byConfidence = new ArrayList<>(detections);
        byConfidence.sort(Comparator.comparingDouble(Box::confidence).reversed());
        for (Box detection : byConfidence) {
            int best = bestFor(detection, free);
            if (best >= 0) {
                free.remove(best);
                matched++;
            }
        }
        return new Accuracy(matched, detections.size(), truth.size());
    }

    private static int bestFor(Box detection, List<Box> free) {
        int best = -1;
        double bestIou = 0;
        for (int i = 0; i < free.size(); i++) {
            double iou = free.get(i).label().equals(detection.label()) ? free.get(i).iou(detection) : 0;
            if (iou >= MIN_IOU && iou > bestIou) {
                best = i;
                bestIou = iou;
            }
        }
        return best;
    }

    public Accuracy plus(Accuracy other) {
        return new Accuracy(matched + other.matched, detections + other.detections, truths + other.truths);
    }

    /** Share of detections that are right, 0..1; NaN without detections. */
    public double precision() {
        return detections == 0 ? Double.NaN : (double) matched / detections;
    }

    /** Share of the truth that was found, 0..1; NaN without truth. */
    public double recall() {
        return truths == 0 ? Double.NaN : (double) matched / truths;
    }
}
