package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Tensor;
import dev.framelot.inference.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Frees the batch axis of a graph that was exported for one batch size. The frames are followed from the input through every
 * operation; where a constant has the batch size baked in (Reshape, Resize by sizes) it is rewritten if the followed axis shows
 * that it means the batch. What stands in the way is named. Whether the result is right, {@link BatchCheck} shows by running.
 */
final class BatchAxis {
    static final String NAME = "N";

    /**
     * @param model the changed model; it may still be wrong where there are obstacles
     * @param changes what was rewritten, a sentence each
     * @param obstacles what can't be followed or mixes frames, a sentence each
     */
    record Freed(Model model, List<String> changes, List<String> obstacles) {
        Freed {
            changes = List.copyOf(changes);
            obstacles = List.copyOf(obstacles);
        }
    }

    private BatchAxis() {}

    /**
     * @param images name of the input whose first axis is the batch
     * @param shapes of every value, with the file's own batch
     */
    static Freed free(Model model, String images, Map<String, long[]> shapes) throws BadGraphException {
        Graph graph = model.graph();
        long batch = shapes.get(images)[0];
        BatchPlaces places = new BatchPlaces(shapes);
        places.put(images, 0);
        for (Value input : graph.trueInputs()) {
            boolean alongside = shapes.containsKey(input.name()) && shapes.get(input.name()).length > 0 && shapes.get(input.name())[0] == batch;
            if (alongside) {
                places.put(input.name(), 0);
            }
        }
        BatchRewrite rewrite = new BatchRewrite(graph, places, batch);
        BatchTrace trace = new BatchTrace(places, graph.constants(), model.opset(), batch);
        List<Node> nodes = new ArrayList<>(graph.nodes().size());
        for (Node node : graph.nodes()) {
            Node changed = rewrite.of(node);
            trace.follow(node);
            nodes.add(changed);
        }
        List<String> obstacles = new ArrayList<>(trace.obstacles());
        obstacles.addAll(rewrite.obstacles());
        List<Value> outputs = new ArrayList<>();
        for (Value output : graph.outputs()) {
            OptionalInt axis = places.axisOf(output.name());
            if (axis.isEmpty() || axis.getAsInt() != 0) {
                obstacles.add("output '" + output.name() + "' does not have the frames in its first axis");
            }
            outputs.add(withFreeBatch(output));
        }
        List<Value> inputs = graph.inputs().stream()
                .map(input -> places.axisOf(input.name()).isPresent() ? withFreeBatch(input) : input).toList();
        List<Tensor> weights = new ArrayList<>(graph.weights());
        weights.addAll(rewrite.constants());
        Graph freed = graph.withNodes(nodes).withWeights(weights).withInputs(inputs).withOutputs(outputs).withoutUnused().withoutValues();
        return new Freed(model.with(freed), rewrite.changes(), obstacles);
    }

    private static Value withFreeBatch(Value value) {
        return value.shape().isPresent() && !value.shape().get().isEmpty() ? value.withAxis(0, Axis.free(NAME)) : value;
    }
}
