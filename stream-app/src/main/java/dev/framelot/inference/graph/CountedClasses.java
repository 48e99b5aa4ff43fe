package dev.framelot.inference.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many classes a graph counts where no shape tells it. RT-DETR and D-FINE, as their authors export them, take the best of
 * [queries x classes] numbers laid end to end; a label is what remains of its place after division by the number of classes.
 */
public final class CountedClasses {
    private static final Set<String> SAME_NUMBER = Set.of("Cast", "Identity", "Floor");

    private final Map<String, Node> makers = new HashMap<>();
    private final Map<String, Tensor> constants;

    private CountedClasses(Graph graph) {
        graph.nodes().forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
        constants = graph.constants();
    }

    /** @param labels name of the output; empty where its numbers are no such remainders */
    public static OptionalInt of(Graph graph, String labels) {
        return new CountedClasses(graph).dividing(labels);
    }

    private OptionalInt dividing(String labels) {
        Node last = makers.get(source(labels));
        if (last == null) {
            return OptionalInt.empty();
        }
        if (last.is("Mod")) {
            return number(last.input(1));
        }
        // place - place / classes * classes
        Node product = last.is("Sub") ? makers.get(source(last.input(1))) : null;
        if (product == null || !product.is("Mul")) {
            return OptionalInt.empty();
        }
        for (int side = 0; side < 2; side++) {
            OptionalInt classes = number(product.input(side));
            Node quotient = makers.get(source(product.input(1 - side)));
            boolean remainder = classes.isPresent() && quotient != null && quotient.is("Div")
                    && source(quotient.input(0)).equals(source(last.input(0))) && number(quotient.input(1)).equals(classes);
            if (remainder) {
                return classes;
            }
        }
        return OptionalInt.empty();
    }

    /** The value that this one is but for its type. A graph has no circles: this ends. */
    private String source(String value) {
        String at = value;
        while (makers.containsKey(at) && SAME_NUMBER.contains(makers.get(at).operator())) {
            at = makers.get(at).input(0);
        }
        return at;
    }

    private OptionalInt number(String value) {
        Tensor constant = constants.get(source(value));
        if (constant == null || constant.elements() != 1) {
            return OptionalInt.empty();
        }
        try {
            long number = constant.type() == ElementType.FLOAT32 ? (long) constant.floats()[0] : constant.longs()[0];
            return number > 0 && number <= 100_000 ? OptionalInt.of((int) number) : OptionalInt.empty();
        } catch (BadGraphException unreadable) {
            return OptionalInt.empty();
        }
    }
}
