package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.onnx.BareSession;
import dev.framelot.inference.onnx.Feed;
import dev.framelot.inference.onnx.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shape of every value of a graph, found by one run with a Shape operation hung on each: no rule of shape inference is
 * written again here, and no activation is kept.
 */
final class ValueShapes {
    private static final String PREFIX = "framelot_shape_of_";
    /** Their outputs may be sequences or optionals, which have no shape. */
    private static final Set<String> NO_TENSORS = Set.of("SplitToSequence", "SequenceConstruct", "SequenceEmpty", "SequenceInsert", "SequenceErase",
            "SequenceMap", "Optional", "OptionalGetElement", "If", "Loop", "StringSplit");

    private ValueShapes() {}

    static Map<String, long[]> of(Model model, Map<String, Feed> feeds) throws InferenceException {
        Graph graph = model.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        Map<String, String> probed = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.is("Constant") || NO_TENSORS.contains(node.operator())) {
                continue;
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    String shape = PREFIX + probed.size();
                    probed.put(shape, output);
                    nodes.add(Node.of("Shape", List.of(output), List.of(shape)));
                }
            }
        }
        List<Value> outputs = probed.keySet().stream().map(shape -> Value.of(shape, ElementType.INT64, Axis.free(""))).toList();
        Model withShapes = model.with(graph.withNodes(nodes).withOutputs(outputs).withoutValues());
        Map<String, long[]> shapes = new HashMap<>();
        try (BareSession session = BareSession.open(ModelFile.bytes(withShapes), "the model with its shapes as outputs", 0)) {
            for (Map.Entry<String, Numbers> found : session.run(feeds).entrySet()) {
                shapes.put(probed.get(found.getKey()), Arrays.stream(found.getValue().values()).mapToLong(d -> (long) d).toArray());
            }
        }
        feeds.forEach((name, feed) -> shapes.put(name, feed.shape()));
        graph.constants().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }
}
