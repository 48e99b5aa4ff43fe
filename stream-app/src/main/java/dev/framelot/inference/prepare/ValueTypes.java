package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The element type of every value of a graph without bodies, by ONNX's rules for its operators. */
final class ValueTypes {
    private static final Set<String> WHOLE = Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero", "NonMaxSuppression");
    private static final Set<String> TRUTH = Set.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "And", "Or", "Xor", "IsNaN", "IsInf");

    private final Map<String, ElementType> types = new HashMap<>();

    ValueTypes(Graph graph) {
        graph.inputs().forEach(value -> types.put(value.name(), value.type()));
        graph.constants().forEach((name, tensor) -> types.put(name, tensor.type()));
        for (Node node : graph.nodes()) {
            ElementType type = of(node);
            for (int i = 0; i < node.outputs().size(); i++) {
                boolean places = i == 1 && (node.is("TopK") || node.is("MaxPool"));
                types.putIfAbsent(node.outputs().get(i), places ? ElementType.INT64 : i > 0 && node.is("Dropout") ? ElementType.BOOL : type);
            }
        }
    }

    boolean isFloat32(String value) {
        return types.getOrDefault(value, ElementType.UNDEFINED) == ElementType.FLOAT32;
    }

    private ElementType of(Node node) {
        if (WHOLE.contains(node.operator())) {
            return ElementType.INT64;
        }
        if (TRUTH.contains(node.operator())) {
            return ElementType.BOOL;
        }
        return switch (node.operator()) {
            case "Cast" -> of(node.integer("to", 0));
            case "ConstantOfShape" -> node.attribute("value").flatMap(a -> a.tensor()).map(t -> t.type()).orElse(ElementType.FLOAT32);
            case "Constant" -> node.attribute("value_int").isPresent() || node.attribute("value_ints").isPresent() ? ElementType.INT64 : ElementType.FLOAT32;
            case "Where" -> type(node.input(1));
            case "OneHot" -> type(node.input(2));
            default -> node.inputs().stream().filter(input -> !input.isEmpty()).findFirst().map(this::type).orElse(ElementType.UNDEFINED);
        };
    }

    private ElementType type(String value) {
        return types.getOrDefault(value, ElementType.UNDEFINED);
    }

    private static ElementType of(long number) {
        for (ElementType type : ElementType.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        return ElementType.UNDEFINED;
    }
}
