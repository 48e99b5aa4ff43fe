package dev.framelot.inference.prepare;

import dev.framelot.inference.family.ElementType;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import java.util.List;

/** A graph's declarations as the family guess wants them. */
final class GraphRead {
    private GraphRead() {}

    static GraphFacts facts(Model model) {
        return new GraphFacts(tensors(model.graph().trueInputs()), tensors(model.graph().outputs()), model.metadata());
    }

    private static List<TensorFacts> tensors(List<Value> values) {
        return values.stream().map(value -> new TensorFacts(value.name(), type(value), shape(value), axisNames(value))).toList();
    }

    private static List<Long> shape(Value value) {
        return value.shape().orElse(List.of()).stream().map(Axis::sizeOrFree).toList();
    }

    private static List<String> axisNames(Value value) {
        return value.shape().orElse(List.of()).stream().map(Axis::name).toList();
    }

    private static ElementType type(Value value) {
        return switch (value.type()) {
            case FLOAT32 -> ElementType.FLOAT32;
            case FLOAT16 -> ElementType.FLOAT16;
            case UINT8 -> ElementType.UINT8;
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            default -> ElementType.OTHER;
        };
    }
}
