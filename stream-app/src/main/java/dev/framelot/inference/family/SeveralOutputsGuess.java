package dev.framelot.inference.family;

import dev.framelot.inference.family.FamilyGuess.Found;
import dev.framelot.inference.family.FamilyGuess.Refused;
import java.util.List;
import java.util.Optional;

/** Families that give boxes, scores and perhaps classes in outputs of their own: told by names first, then by shapes. */
final class SeveralOutputsGuess {
    private SeveralOutputsGuess() {}

    static Optional<FamilyGuess> of(GraphFacts graph, GridCells grid) {
        if (graph.outputs().size() < 2) {
            return Optional.empty();
        }
        if (graph.output("logits").isPresent() && graph.output("pred_boxes").isPresent()) {
            return found("detr", graph, "logits and pred_boxes, as Hugging Face exports RT-DETR and D-FINE");
        }
        if (picked(graph)) {
            return graph.input("orig_target_sizes").isPresent()
                    ? found("dfine", graph, "labels, boxes and scores, and an input orig_target_sizes, as RT-DETR and D-FINE export them")
                    : found("ssd-nms", graph, "boxes, scores and classes of those that the graph has picked");
        }
        if (graph.outputs().size() == 2) {
            return pair(graph, grid);
        }
        Optional<TensorFacts> rows = besideHeads(graph);
        if (rows.isPresent()) {
            return OneOutputGuess.of(graph.withOutputs(List.of(rows.get())), grid);
        }
        if (NanodetParts.pick(graph.outputs(), grid).isPresent()) {
            return found("nanodet", graph, "for each grid the scores of its cells and the sides of their boxes, as older NanoDet exports them");
        }
        boolean heads = graph.outputs().stream().allMatch(output -> output.rank() >= 4);
        return heads
                ? Optional.of(new Refused("its outputs " + graph.outputs() + " are raw heads, which say nothing of anchors and strides;"
                        + " export the model with its detection layer"))
                : Optional.empty();
    }

    /** YOLOv5 up to its version 6.1 and YOLOv7 give, beside the boxes [N, A, 5 + C], the heads [N, 3, h, w, 5 + C] that they were made of. */
    private static Optional<TensorFacts> besideHeads(GraphFacts graph) {
        List<TensorFacts> rows = graph.outputs().stream().filter(output -> output.rank() == 3).toList();
        boolean heads = rows.size() == 1
                && graph.outputs().stream().allMatch(output -> output.rank() == 3 || output.rank() == 5 && output.axis(4) == rows.get(0).axis(2));
        return heads ? Optional.of(rows.get(0)) : Optional.empty();
    }

    private static boolean picked(GraphFacts graph) {
        Optional<TensorFacts> boxes = graph.output(SsdNames.BOXES);
        Optional<TensorFacts> scores = graph.output(SsdNames.SCORES);
        Optional<TensorFacts> classes = graph.output(SsdNames.CLASSES);
        return boxes.isPresent() && scores.isPresent() && classes.isPresent() && scores.get().rank() == 2 && boxes.get().rank() == 3;
    }

    private static Optional<FamilyGuess> pair(GraphFacts graph, GridCells grid) {
        List<TensorFacts> outputs = graph.outputs();
        Optional<TensorFacts> boxes = outputs.stream().filter(output -> output.rank() == 3 && output.axis(2) == 4).findFirst();
        Optional<TensorFacts> scores = outputs.stream().filter(output -> output.rank() == 3 && output != boxes.orElse(null)).findFirst();
        if (boxes.isEmpty() || scores.isEmpty() || boxes.get().axis(1) != scores.get().axis(1) || scores.get().axis(2) < 2) {
            return Optional.empty();
        }
        if (grid.are(boxes.get().axis(1), 1)) {
            return Optional.of(new FamilyGuess.Unknown("its outputs " + outputs + " are boxes and scores for each cell of the grids, without"
                    + " a background class (YOLO-NAS?), which is no family that is known here"));
        }
        return scores.get().axis(2) == 2
                ? found("ultraface", graph, "boxes, and two scores for each: background and one class")
                : found("ssd", graph, "boxes, and " + scores.get().axis(2) + " scores for each, the first for the background");
    }

    private static Optional<FamilyGuess> found(String family, GraphFacts graph, String because) {
        return Optional.of(new Found(family, "outputs " + graph.outputs() + ": " + because));
    }
}
