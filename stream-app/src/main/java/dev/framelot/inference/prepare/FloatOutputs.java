package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph's outputs for boxes to be computed of: exports in half precision give halves, and at 640 a half-precision pixel is half a
 * pixel.
 *
 * @param names of the same numbers in float32, in the order asked for
 */
record FloatOutputs(Model model, List<String> names) {
    static FloatOutputs of(Model model, List<String> outputs) {
        NodeWriter writer = new NodeWriter(model);
        List<String> names = new ArrayList<>();
        for (String output : outputs) {
            boolean half = model.graph().outputs().stream().filter(value -> value.name().equals(output)).map(Value::type).anyMatch(ElementType.FLOAT16::equals);
            names.add(half ? writer.cast(output, ElementType.FLOAT32) : output);
        }
        return new FloatOutputs(model.with(writer.behind(model.graph())), List.copyOf(names));
    }
}
