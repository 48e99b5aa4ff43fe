package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import java.util.List;

/**
 * Suppression behind rows [N, K, 6], by class, as {@link dev.framelot.inference.NonMaxSuppression} does it: the surest first, of
 * equals the first row, a box goes if it overlaps a kept one by <em>more</em> than the limit. The runtime's operator gives one list
 * for the whole batch; what it names is marked in [N, K], and rows without a mark become zeros. So each frame keeps its K rows.
 *
 * <p>How sure a box must be is not asked here: a faint box never drives out a surer one, so that threshold stays the card's. A row
 * with a NaN stays one: zero times NaN is NaN.
 *
 * @param classes numbers from 0; all below, and all above, are taken for one class each, so that Java still finds them
 * @param above overlap (intersection over union), 0..1
 */
record SuppressionTail(int classes, float above) {
    /** What a box scores in the classes that are not its own, and where those begin that count: between this and zero. */
    private static final float NONE = -1;
    private static final float SOME = -0.5f;

    /** @param rows corners, confidence, class @param k rows of a frame @param output name of the value to be made */
    void put(NodeWriter writer, String rows, long k, String output) {
        String corners = writer.slice(rows, 2, 0, 4);
        String confidences = writer.transpose(writer.slice(rows, 2, 4, 5), 0, 2, 1);
        String kept = writer.add("NonMaxSuppression", List.of(
                corners, byClass(writer, rows, confidences), writer.whole(k), writer.scalar(above), writer.scalar(SOME)));
        // Of frame, class, box.
        String places = writer.add("Gather", List.of(kept, writer.longs(0, 2)), Attribute.of("axis", 1));
        String ones = filled(writer, writer.add("Gather", List.of(kept, writer.whole(0)), Attribute.of("axis", 1)), 1);
        String zeros = filled(writer, writer.reshape(confidences, 0, k), 0);
        String marks = writer.add("ScatterND", List.of(zeros, places, ones));
        writer.addTo(output, "Mul", List.of(rows, writer.reshape(marks, 0, k, 1)));
    }

    /** Scores [N, classes, K] of confidences [N, 1, K], each in the row of its own class. */
    private String byClass(NodeWriter writer, String rows, String confidences) {
        String classIds = writer.transpose(writer.slice(rows, 2, 5, 6), 0, 2, 1);
        String within = writer.add("Clip", List.of(writer.add("Round", List.of(classIds)), writer.scalar(-1), writer.scalar(classes)));
        float[] each = new float[classes + 2];
        for (int i = 0; i < each.length; i++) {
            each[i] = i - 1;
        }
        String own = writer.binary("Equal", within, writer.floats(each, 1, each.length, 1));
        return writer.add("Where", List.of(own, confidences, writer.scalar(NONE)));
    }

    /** A value of the same shape. */
    private static String filled(NodeWriter writer, String like, float value) {
        return writer.filled(writer.add("Shape", List.of(like)), value);
    }
}
