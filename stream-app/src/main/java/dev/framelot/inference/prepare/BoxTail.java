package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * Puts decoding and top-k behind a detector's graph, so that it gives family {@code topk}: [N, K, 6]. One label a box: the best
 * class, of equals the first. Suppression is Java's, by class on what is left, unless a {@link SuppressionTail} is wanted too.
 */
final class BoxTail {
    static final String OUTPUT = "detections";
    private static final int COLUMNS = 6;

    /** What a family's numbers are turned into. @param confidences [N, boxes] */
    record Candidates(String confidences, Rows rows) {}

    /** Decodes those boxes that were picked. */
    interface Rows {
        /** @param picked int64 [N, k], which boxes @return corners in pixels [N, k, 4] and class [N, k, 1], float32 */
        Corners of(String picked, long k);
    }

    record Corners(String corners, String classIds) {}

    private BoxTail() {}

    /** @param layout of the outputs @param most boxes that a frame may give @param suppression behind them */
    static Model put(Model model, TailLayout layout, long most, Optional<SuppressionTail> suppression) {
        NodeWriter writer = new NodeWriter(model);
        Candidates candidates = layout.candidates(writer);
        long k = Math.min(most, layout.boxes());
        NodeWriter.Picked picked = writer.largest(candidates.confidences(), k);
        Corners corners = candidates.rows().of(picked.indices(), k);
        String confidence = writer.reshape(layout.confidence(writer, picked.values()), 0, k, 1);
        String output = model.graph().names().contains(OUTPUT) ? writer.unused(OUTPUT) : OUTPUT;
        String rows = suppression.isPresent() ? writer.unused("rows") : output;
        writer.addTo(rows, "Concat", List.of(corners.corners(), confidence, corners.classIds()), Attribute.of("axis", 2));
        suppression.ifPresent(wanted -> wanted.put(writer, rows, k, output));
        Axis batch = model.graph().outputs().get(0).shape().map(axes -> axes.get(0)).orElse(Axis.free(BatchAxis.NAME));
        Value detections = Value.of(output, ElementType.FLOAT32, batch, Axis.of(k), Axis.of(COLUMNS));
        return model.with(writer.behind(model.graph()).withOutputs(List.of(detections)).withoutValues());
    }

    static Optional<String> outputOf(Model model) {
        return model.graph().outputs().size() == 1 ? Optional.of(model.graph().outputs().get(0).name()) : Optional.empty();
    }
}
