package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Operations from inputs to outputs, each after those that it needs.
 *
 * @param weights constants by name (initializers)
 * @param inputs as declared: old exporters list the weights here too, see {@link #trueInputs()}
 * @param values declared shapes of what lies between
 */
public record Graph(List<Node> nodes, List<Tensor> weights, List<Value> inputs, List<Value> outputs, List<Value> values, Rest rest) {
    private static final int NODE = 1;
    private static final int WEIGHT = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int VALUE = 13;

    public Graph {
        nodes = List.copyOf(nodes);
        weights = List.copyOf(weights);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        values = List.copyOf(values);
    }

    static Graph read(Fields fields, ReadLimits limits, int depth) throws BadGraphException {
        limits.descend(depth);
        List<Node> nodes = new ArrayList<>();
        for (ByteString block : fields.blocks(NODE)) {
            nodes.add(Node.read(Fields.read(block, limits), limits, depth));
        }
        List<Tensor> weights = new ArrayList<>();
        for (ByteString block : fields.blocks(WEIGHT)) {
            weights.add(Tensor.read(Fields.read(block, limits), limits));
        }
        return new Graph(
                nodes, weights, values(fields, INPUT, limits), values(fields, OUTPUT, limits), values(fields, VALUE, limits),
                new Rest(fields.without(NODE, WEIGHT, INPUT, OUTPUT, VALUE)));
    }

    private static List<Value> values(Fields fields, int number, ReadLimits limits) throws BadGraphException {
        List<Value> values = new ArrayList<>();
        for (ByteString block : fields.blocks(number)) {
            values.add(Value.read(Fields.read(block, limits), limits));
        }
        return values;
    }

    Fields fields() {
        return rest.fields()
                .with(NODE, nodes.stream().map(node -> node.fields().bytes()).toList())
                .with(WEIGHT, weights.stream().map(weight -> weight.fields().bytes()).toList())
                .with(INPUT, inputs.stream().map(value -> value.fields().bytes()).toList())
                .with(OUTPUT, outputs.stream().map(value -> value.fields().bytes()).toList())
                .with(VALUE, values.stream().map(value -> value.fields().bytes()).toList());
    }

    /** What a caller must give: declared inputs that are not weights. */
    public List<Value> trueInputs() {
        Set<String> constant = new HashSet<>();
        weights.forEach(weight -> constant.add(weight.name()));
        return inputs.stream().filter(input -> !constant.contains(input.name())).toList();
    }

    /** Weights and the outputs of Constant nodes, by name. */
    public Map<String, Tensor> constants() {
        Map<String, Tensor> constants = new HashMap<>();
        weights.forEach(weight -> constants.put(weight.name(), weight));
        for (Node node : nodes) {
            if (node.is("Constant")) {
                node.attribute("value").flatMap(Attribute::tensor).ifPresent(value -> constants.put(node.output(), value));
            }
        }
        return constants;
    }

    /** Its nodes and those of all bodies inside. */
    public Stream<Node> allNodes() {
        return nodes.stream().flatMap(node -> Stream.concat(
                Stream.of(node), node.attributes().stream().flatMap(a -> a.graphs().stream()).flatMap(Graph::allNodes)));
    }

    /** All constants, of bodies too. */
    public Stream<Tensor> allTensors() {
        Stream<Tensor> inside = nodes.stream().flatMap(node -> node.attributes().stream())
                .flatMap(a -> Stream.concat(a.tensor().stream(), a.graphs().stream().flatMap(Graph::allTensors)));
        return Stream.concat(weights.stream(), inside);
    }

    /** Every name in use, of values and of nodes: for choosing one that is not. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        allNodes().forEach(node -> {
            names.add(node.name());
            names.addAll(node.inputs());
            names.addAll(node.outputs());
        });
        weights.forEach(weight -> names.add(weight.name()));
        inputs.forEach(value -> names.add(value.name()));
        outputs.forEach(value -> names.add(value.name()));
        return names;
    }

    /** Constants that nothing uses any more are dropped. */
    public Graph withoutUnused() {
        Set<String> used = new HashSet<>();
        allNodes().forEach(node -> used.addAll(node.inputs()));
        outputs.forEach(output -> used.add(output.name()));
        List<Node> kept = nodes.stream().filter(node -> !node.is("Constant") || used.contains(node.output())).toList();
        return new Graph(kept, weights.stream().filter(weight -> used.contains(weight.name())).toList(), inputs, outputs, values, rest);
    }

    public Graph withNodes(List<Node> changed) {
        return new Graph(changed, weights, inputs, outputs, values, rest);
    }

    public Graph withWeights(List<Tensor> changed) {
        return new Graph(nodes, changed, inputs, outputs, values, rest);
    }

    public Graph withInputs(List<Value> changed) {
        return new Graph(nodes, weights, changed, outputs, values, rest);
    }

    public Graph withOutputs(List<Value> changed) {
        return new Graph(nodes, weights, inputs, changed, values, rest);
    }

    /** Declared shapes between are dropped: after a change they would be wrong, and a runtime infers them. */
    public Graph withoutValues() {
        return new Graph(nodes, weights, inputs, outputs, List.of(), rest);
    }
}
