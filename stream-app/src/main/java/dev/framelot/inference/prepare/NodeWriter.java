package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes operations that are added to a graph, in the form that the graph's opset wants (12 or later). Every method answers the
 * name of the value that it made.
 */
final class NodeWriter {
    private static final String PREFIX = "framelot/";
    private static final int AXES_AS_INPUT_SUM = 13;
    private static final int AXES_AS_INPUT_MAX = 18;

    private final long opset;
    private final Set<String> names;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> constants = new ArrayList<>();

    NodeWriter(Model model) {
        this.opset = model.opset();
        this.names = model.graph().names();
    }

    String add(String operator, List<String> inputs, Attribute... attributes) {
        return addTo(unused(operator), operator, inputs, attributes);
    }

    /** With an output of this name. */
    String addTo(String output, String operator, List<String> inputs, Attribute... attributes) {
        nodes.add(Node.of(operator, inputs, List.of(output), attributes).named(unused("node")));
        return output;
    }

    String longs(long... values) {
        Tensor constant = Tensor.of(unused("constant"), values, values.length);
        constants.add(constant);
        return constant.name();
    }

    /** Without axes. */
    String whole(long value) {
        Tensor constant = Tensor.of(unused("constant"), new long[] {value});
        constants.add(constant);
        return constant.name();
    }

    String floats(float[] values, long... shape) {
        Tensor constant = Tensor.of(unused("constant"), values, shape);
        constants.add(constant);
        return constant.name();
    }

    String scalar(float value) {
        return floats(new float[] {value});
    }

    String cast(String value, ElementType type) {
        return add("Cast", List.of(value), Attribute.of("to", type.number()));
    }

    String reshape(String value, long... shape) {
        return add("Reshape", List.of(value, longs(shape)));
    }

    String transpose(String value, long... order) {
        return add("Transpose", List.of(value), Attribute.of("perm", order));
    }

    /** From..to (exclusive) of one axis. */
    String slice(String value, int axis, long from, long to) {
        return add("Slice", List.of(value, longs(from), longs(to), longs(axis)));
    }

    /** The axis stays, with one entry. */
    String largest(String value, int axis) {
        return opset >= AXES_AS_INPUT_MAX
                ? add("ReduceMax", List.of(value, longs(axis)), Attribute.of("keepdims", 1))
                : add("ReduceMax", List.of(value), Attribute.of("axes", new long[] {axis}), Attribute.of("keepdims", 1));
    }

    /** The axis goes. */
    String sum(String value, int axis) {
        return opset >= AXES_AS_INPUT_SUM
                ? add("ReduceSum", List.of(value, longs(axis)), Attribute.of("keepdims", 0))
                : add("ReduceSum", List.of(value), Attribute.of("axes", new long[] {axis}), Attribute.of("keepdims", 0));
    }

    String softmax(String value, int lastAxis) {
        return add("Softmax", List.of(value), Attribute.of("axis", lastAxis));
    }

    /** Index of the first of the largest, as int64; the axis stays, with one entry. */
    String whichIsLargest(String value, int axis) {
        return add("ArgMax", List.of(value), Attribute.of("axis", axis), Attribute.of("keepdims", 1));
    }

    /** The k largest of the last axis, sorted. */
    Picked largest(String value, long k) {
        String values = unused("TopK");
        String indices = unused("TopK_indices");
        nodes.add(Node.of("TopK", List.of(value, longs(k)), List.of(values, indices), Attribute.of("axis", -1), Attribute.of("sorted", 1)).named(unused("node")));
        return new Picked(values, indices);
    }

    record Picked(String values, String indices) {}

    /** @param shape int64 */
    String filled(String shape, float value) {
        return add("ConstantOfShape", List.of(shape), Attribute.of("value", Tensor.of(unused("constant"), new float[] {value}, 1)));
    }

    String concat(int axis, String... values) {
        return add("Concat", List.of(values), Attribute.of("axis", axis));
    }

    String binary(String operator, String one, String other) {
        return add(operator, List.of(one, other));
    }

    /** The graph with what was written before its own operations. */
    Graph before(Graph graph) {
        List<Node> all = new ArrayList<>(nodes);
        all.addAll(graph.nodes());
        return with(graph, all);
    }

    Graph behind(Graph graph) {
        List<Node> all = new ArrayList<>(graph.nodes());
        all.addAll(nodes);
        return with(graph, all);
    }

    private Graph with(Graph graph, List<Node> all) {
        List<Tensor> weights = new ArrayList<>(graph.weights());
        weights.addAll(constants);
        return graph.withNodes(all).withWeights(weights);
    }

    String unused(String what) {
        String name = PREFIX + what;
        for (int i = 2; !names.add(name); i++) {
            name = PREFIX + what + "_" + i;
        }
        return name;
    }
}
