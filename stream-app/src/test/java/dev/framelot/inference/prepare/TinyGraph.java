package dev.framelot.inference.prepare;

import dev.framelot.inference.family.InputGuess;
import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Rest;
import dev.framelot.inference.graph.Tensor;
import dev.framelot.inference.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Graphs of a few operations over an image [batch, 3, 8, 8]; what it makes is a model that the runtime takes. */
final class TinyGraph {
    static final int SIDE = 8;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> weights = new ArrayList<>();
    private final long batch;

    /** @param batch 0 for a free axis */
    TinyGraph(long batch) {
        this.batch = batch;
    }

    TinyGraph add(String operator, List<String> inputs, String output, Attribute... attributes) {
        nodes.add(Node.of(operator, inputs, List.of(output.split(",")), attributes));
        return this;
    }

    TinyGraph longs(String name, long... values) {
        weights.add(Tensor.of(name, values, values.length));
        return this;
    }

    TinyGraph floats(String name, float[] values, long... shape) {
        weights.add(Tensor.of(name, values, shape));
        return this;
    }

    /** The same for the same seed. */
    TinyGraph random(String name, long seed, long... shape) {
        int elements = 1;
        for (long size : shape) {
            elements *= (int) size;
        }
        Random random = new Random(seed);
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return floats(name, values, shape);
    }

    /** A convolution of 3x3 that keeps the size. */
    TinyGraph conv(String input, String output, int from, int to) {
        random(output + "_w", output.hashCode(), to, from, 3, 3);
        return add("Conv", List.of(input, output + "_w"), output, Attribute.of("pads", new long[] {1, 1, 1, 1}));
    }

    Model model(String output, long... outputShape) {
        Axis first = batch == 0 ? Axis.free("N") : Axis.of(batch);
        Axis[] axes = new Axis[outputShape.length];
        axes[0] = first;
        for (int i = 1; i < axes.length; i++) {
            axes[i] = Axis.of(outputShape[i]);
        }
        return model(List.of(Value.of("images", ElementType.FLOAT32, first, Axis.of(3), Axis.of(SIDE), Axis.of(SIDE))),
                List.of(Value.of(output, ElementType.FLOAT32, axes)));
    }

    Model model(List<Value> inputs, List<Value> outputs) {
        Graph graph = new Graph(nodes, weights, inputs, outputs, List.of(), Rest.NONE);
        return new Model(8, "framelot-test", "", Map.of("", 13L), Map.of(), graph, Rest.NONE);
    }

    static GraphInputs inputs(Model model) {
        return new GraphInputs(model, InputGuess.of(GraphRead.facts(model)).orElseThrow());
    }
}
