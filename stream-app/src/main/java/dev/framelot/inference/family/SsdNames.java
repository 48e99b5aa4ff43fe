package dev.framelot.inference.family;

/** Under which names exporters give what an SSD or a detector of that kind has picked; in lower case, the surest first. */
final class SsdNames {
    static final String[] BOXES = {"detection_boxes", "boxes", "bboxes"};
    static final String[] SCORES = {"detection_scores", "scores"};
    static final String[] CLASSES = {"detection_classes", "labels", "classes"};
    static final String[] COUNT = {"num_detections"};

    private SsdNames() {}
}
