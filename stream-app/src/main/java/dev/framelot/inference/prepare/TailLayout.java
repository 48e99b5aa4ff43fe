package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.ElementType;
import java.util.List;

/** How a family's outputs hold boxes, for {@link BoxTail}. */
interface TailLayout {
    /** Boxes that the outputs hold for a frame. */
    long boxes();

    BoxTail.Candidates candidates(NodeWriter writer);

    /** The picked confidences as probabilities; the same order as what was compared. */
    default String confidence(NodeWriter writer, String picked) {
        return picked;
    }

    /** Rows [N, k, columns] out of [N, boxes, columns]. */
    static String rows(NodeWriter writer, String values, String picked, long k, long columns) {
        String places = writer.add("Expand", List.of(writer.reshape(picked, 0, k, 1), writer.longs(1, 1, columns)));
        return writer.add("GatherElements", List.of(values, places), Attribute.of("axis", 1));
    }

    /** Rows [N, k, columns] out of [N, columns, boxes]. */
    static String columns(NodeWriter writer, String values, String picked, long k, long columns) {
        String places = writer.add("Expand", List.of(writer.reshape(picked, 0, 1, k), writer.longs(1, columns, 1)));
        String gathered = writer.add("GatherElements", List.of(values, places), Attribute.of("axis", 2));
        return writer.transpose(gathered, 0, 2, 1);
    }

    /** Class [N, k, 1] of picked rows, from..to being the columns of the scores. */
    static String classIds(NodeWriter writer, String rows, long from, long to) {
        return writer.cast(writer.whichIsLargest(writer.slice(rows, 2, from, to), 2), ElementType.FLOAT32);
    }

    /** Corners [N, k, 4] of middle, width, height. */
    static String corners(NodeWriter writer, String middles) {
        String middle = writer.slice(middles, 2, 0, 2);
        String half = writer.binary("Mul", writer.slice(middles, 2, 2, 4), writer.scalar(0.5f));
        return writer.concat(2, writer.binary("Sub", middle, half), writer.binary("Add", middle, half));
    }
}
