package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights and computing in half precision, with casts where it begins and ends. Behind the last operation with real weights all
 * stays float32: there boxes are computed, and at 640 a half-precision pixel is half a pixel. Inputs and outputs stay as they are.
 *
 * <p>Invariant: a value keeps its name in float32; in half precision it is called NAME with {@link #HALF} behind it.
 */
final class HalfPrecision {
    private static final String HALF = "_framelot_half";
    private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "MatMul", "Gemm");
    /** A distribution's mean is a convolution too (DFL, 16 weights), and belongs to the boxes. */
    private static final long REAL_WEIGHTS = 256;
    private static final Set<String> FLOAT_ONLY = Set.of("Constant", "ConstantOfShape", "Range", "Cast", "NonMaxSuppression", "QuantizeLinear",
            "DequantizeLinear", "DynamicQuantizeLinear", "RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Bernoulli",
            "CumSum", "Shape", "Size", "LSTM", "GRU", "RNN", "Multinomial");
    private static final Set<String> QUANTISED = Set.of("QuantizeLinear", "DynamicQuantizeLinear", "ConvInteger", "MatMulInteger", "QLinearConv");

    private final Graph graph;
    private final ValueTypes types;
    private final Map<String, Tensor> constants;
    private final Set<Node> half = new HashSet<>();
    private final Map<String, Tensor> halfWeights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    /** Values that exist in half precision, and in float32, at the place where {@link #nodes} ends. */
    private final Set<String> inHalf = new HashSet<>();
    private final Set<String> inFloat = new HashSet<>();

    private HalfPrecision(Graph graph) {
        this.graph = graph;
        this.types = new ValueTypes(graph);
        this.constants = graph.constants();
    }

    /** @throws BadGraphException it is quantised, or has bodies (If, Loop) */
    static Model of(Model model) throws BadGraphException {
        for (Node node : model.graph().nodes()) {
            if (QUANTISED.contains(node.operator())) {
                throw new BadGraphException("it is quantised (" + node.describe() + "): take the float32 export for half precision");
            }
            if (node.attributes().stream().anyMatch(attribute -> !attribute.graphs().isEmpty())) {
                throw new BadGraphException(node.describe() + " has bodies, which are not turned into half precision; leave out --fp16");
            }
        }
        return model.with(new HalfPrecision(model.graph()).converted());
    }

    private Graph converted() throws BadGraphException {
        choose();
        graph.inputs().forEach(input -> inFloat.add(input.name()));
        for (Node node : graph.nodes()) {
            if (half.contains(node)) {
                addHalf(node);
            } else {
                for (String input : node.inputs()) {
                    needFloat(input);
                }
                nodes.add(node);
                inFloat.addAll(node.outputs());
            }
        }
        graph.outputs().forEach(output -> needFloat(output.name()));
        List<Tensor> weights = new ArrayList<>(graph.weights());
        weights.addAll(halfWeights.values());
        return graph.withNodes(nodes).withWeights(weights).withoutUnused().withoutValues();
    }

    /** Backwards: what some operation with real weights still needs. */
    private void choose() {
        Set<String> needed = new HashSet<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            boolean before = hasRealWeights(node) || node.outputs().stream().anyMatch(needed::contains);
            if (!before) {
                continue;
            }
            needed.addAll(node.inputs());
            boolean computes = node.outputs().stream().anyMatch(types::isFloat32) && !FLOAT_ONLY.contains(node.operator());
            if (computes && fits(node)) {
                half.add(node);
            }
        }
    }

    private boolean hasRealWeights(Node node) {
        return WEIGHTED.contains(node.operator())
                && node.inputs().stream().anyMatch(input -> constants.containsKey(input) && constants.get(input).elements() >= REAL_WEIGHTS);
    }

    /** None of its constants is beyond the range. */
    private boolean fits(Node node) {
        for (String input : node.inputs()) {
            Tensor constant = constants.get(input);
            if (constant == null || constant.type() != ElementType.FLOAT32) {
                continue;
            }
            try {
                for (float value : constant.floats()) {
                    if (Math.abs(value) > Half.LARGEST) {
                        return false;
                    }
                }
            } catch (BadGraphException unreadable) {
                return false;
            }
        }
        return true;
    }

    private void addHalf(Node node) throws BadGraphException {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            boolean factors = node.is("Resize") && (i == 1 || i == 2) || node.is("Upsample") && i == 1;
            if (factors || !types.isFloat32(input)) {
                inputs.add(input);
            } else {
                needHalf(input);
                inputs.add(input + HALF);
            }
        }
        List<String> outputs = node.outputs().stream().map(output -> types.isFloat32(output) ? output + HALF : output).toList();
        nodes.add(node.withInputs(inputs).withOutputs(outputs));
        node.outputs().stream().filter(types::isFloat32).forEach(inHalf::add);
        node.outputs().stream().filter(output -> !types.isFloat32(output)).forEach(inFloat::add);
    }

    private void needHalf(String value) throws BadGraphException {
        if (inHalf.contains(value)) {
            return;
        }
        if (constants.containsKey(value)) {
            halfWeights.putIfAbsent(value, halved(constants.get(value).named(value)));
        } else {
            nodes.add(Node.of("Cast", List.of(value), List.of(value + HALF), Attribute.of("to", ElementType.FLOAT16.number())).named(value + HALF + "_cast"));
        }
        inHalf.add(value);
    }

    private void needFloat(String value) {
        if (!value.isEmpty() && inHalf.contains(value) && !inFloat.contains(value) && !constants.containsKey(value)) {
            nodes.add(Node.of("Cast", List.of(value + HALF), List.of(value), Attribute.of("to", ElementType.FLOAT32.number())).named(value + HALF + "_back"));
            inFloat.add(value);
        }
    }

    private static Tensor halved(Tensor weight) throws BadGraphException {
        float[] values = weight.floats();
        ByteBuffer raw = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putShort(Half.of(value));
        }
        return Tensor.raw(weight.name() + HALF, ElementType.FLOAT16, raw.array(), weight.shape());
    }
}
