package dev.framelot.inference.family;

import dev.framelot.inference.family.FamilyGuess.Refused;
import java.util.Optional;

/** What is told by the task in the metadata, and which other tasks the shapes give away. */
final class TaskGuess {
    private static final String REMEDY = "; only boxes and classes are decoded here: export a detection model";
    private static final int COCO_POSE_COLUMNS = 4 + 1 + 17 * 3;

    private TaskGuess() {}

    static Optional<FamilyGuess> of(GraphFacts graph) {
        String task = graph.meta("task").orElse("");
        switch (task) {
            case "segment", "semantic":
                return refused("it gives masks: its metadata says task = " + task);
            case "pose":
                return refused("it gives poses (keypoints): its metadata says task = pose");
            case "obb":
                return refused("it gives oriented boxes: its metadata says task = obb");
            case "classify":
                return Optional.of(new FamilyGuess.Found("classifier", "the metadata says task = classify"));
            default:
                return byShape(graph, task.equals("detect"));
        }
    }

    private static Optional<FamilyGuess> byShape(GraphFacts graph, boolean saidDetect) {
        if (graph.output("pred_masks", "masks").isPresent()) {
            return refused("it gives masks: one of its outputs is " + graph.output("pred_masks", "masks").get());
        }
        boolean rows = graph.outputs().stream().anyMatch(output -> output.rank() == 3);
        Optional<TensorFacts> prototypes = graph.outputs().stream().filter(output -> output.rank() == 4 && output.axis(1) == 32).findFirst();
        if (graph.outputs().size() == 2 && rows && prototypes.isPresent()) {
            return refused("it gives masks: its output " + prototypes.get() + " holds their prototypes");
        }
        if (!saidDetect && graph.outputs().size() == 1 && graph.outputs().get(0).axis(1) == COCO_POSE_COLUMNS && graph.outputs().get(0).rank() == 3) {
            return Optional.of(new FamilyGuess.Unknown("its output " + graph.outputs().get(0)
                    + " is that of COCO poses (4 + 1 + 17 x 3 columns) or of boxes with 52 classes, and no metadata says which;"
                    + " if they are boxes, say output.family: yolov8 and the labels in a model card"));
        }
        return Optional.empty();
    }

    private static Optional<FamilyGuess> refused(String what) {
        return Optional.of(new Refused(what + REMEDY));
    }
}
