package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Rest;
import dev.framelot.inference.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lifts graphs of opset 9 to 11 to 12, the oldest in which boxes can be picked. Later ones stay as they are. */
final class Opset12 {
    private static final long OLDEST = 9;
    private static final long WANTED = 12;
    /** Operators whose meaning or form changed in between and that are not rewritten here. */
    private static final Set<String> CHANGED = Set.of("TopK", "Pad", "Dropout", "Resize", "Scan", "ThresholdedRelu", "NonMaxSuppression", "OneHot");

    private Opset12() {}

    static Model of(Model model) throws BadGraphException {
        long opset = model.opset();
        if (opset >= WANTED) {
            return model;
        }
        if (opset < OLDEST) {
            throw new BadGraphException("its opset is " + opset + ", the oldest that can be changed is " + OLDEST + "; export it again with opset 12 or later");
        }
        List<Node> nodes = new ArrayList<>();
        List<Tensor> constants = new ArrayList<>(model.graph().weights());
        for (Node node : model.graph().nodes()) {
            boolean stays = opset == 11 && !node.is("Dropout");
            nodes.add(stays ? node : lifted(node, constants, opset));
        }
        Graph graph = model.graph();
        return model.with(graph.withNodes(nodes).withWeights(constants)).withOpset(WANTED);
    }

    private static Node lifted(Node node, List<Tensor> constants, long opset) throws BadGraphException {
        if (node.is("Slice") && opset < 10) {
            return slice(node, constants);
        }
        if (node.is("Clip")) {
            return clip(node, constants);
        }
        if (node.is("Upsample")) {
            // Up to opset 12 the region must be there, if empty.
            constants.add(Tensor.of(node.output() + "_roi", new float[0], 0));
            return new Node(node.name(), "Resize", "", List.of(node.input(0), node.output() + "_roi", node.input(1)), node.outputs(),
                    List.of(Attribute.of("mode", node.attribute("mode").map(Attribute::text).orElse("nearest")),
                            Attribute.of("coordinate_transformation_mode", "asymmetric"), Attribute.of("nearest_mode", "floor")),
                    Rest.NONE);
        }
        if (CHANGED.contains(node.operator())) {
            throw new BadGraphException("its opset is " + opset + ", in which " + node.describe()
                    + " has another form than in opset 12; export it again with opset 12 or later");
        }
        return node;
    }

    private static Node slice(Node node, List<Tensor> constants) throws BadGraphException {
        List<String> inputs = new ArrayList<>(List.of(node.input(0)));
        for (String part : List.of("starts", "ends", "axes")) {
            if (node.attribute(part).isPresent()) {
                long[] values = node.attribute(part).get().integers();
                constants.add(Tensor.of(node.output() + "_" + part, values, values.length));
                inputs.add(node.output() + "_" + part);
            }
        }
        return new Node(node.name(), "Slice", "", inputs, node.outputs(), List.of(), Rest.NONE);
    }

    private static Node clip(Node node, List<Tensor> constants) {
        List<String> inputs = new ArrayList<>(List.of(node.input(0)));
        for (String part : List.of("min", "max")) {
            boolean set = node.attribute(part).isPresent();
            if (set) {
                ByteBuffer raw = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, node.attribute(part).get().number());
                constants.add(Tensor.raw(node.output() + "_" + part, ElementType.FLOAT32, raw.array()));
            }
            inputs.add(set ? node.output() + "_" + part : "");
        }
        return new Node(node.name(), "Clip", "", inputs, node.outputs(), List.of(), Rest.NONE);
    }
}
