package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Follows the frames of a batch through a graph, operation by operation, in the graph's order. What is not listed here is taken
 * to leave the frames where they are, as all operations do that work number by number.
 */
final class BatchTrace {
    private static final Set<String> FRAMES_FIRST = Set.of("Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "MaxPool", "AveragePool", "LpPool",
            "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization", "InstanceNormalization", "GroupNormalization", "LRN", "DepthToSpace",
            "SpaceToDepth", "GridSample", "DeformConv");
    private static final Set<String> REDUCING = Set.of("ReduceMax", "ReduceMin", "ReduceMean", "ReduceSum", "ReduceProd", "ReduceL1", "ReduceL2",
            "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare");
    /** What each does with frames, by operator. */
    private static final Map<String, String> MIXING = Map.of(
            "NonMaxSuppression", "gives one list of boxes for the whole batch; export without NMS inside, Framelot does it",
            "NonZero", "gives one list for the whole batch",
            "DynamicQuantizeLinear", "takes its scale from all frames of the batch, so that a frame's numbers depend on its neighbours",
            "Loop", "is a loop, whose body is not followed",
            "If", "is a branch, whose bodies are not followed",
            "Scan", "is a loop, whose body is not followed",
            "LSTM", "is recurrent, with a state of its own for the batch",
            "GRU", "is recurrent, with a state of its own for the batch",
            "ScatterND", "writes at places counted over the whole batch",
            "RoiAlign", "takes one list of regions for the whole batch");

    private final BatchPlaces places;
    private final Map<String, Tensor> constants;
    private final long opset;
    private final long batch;
    /** How many operations have the same sentence, by sentence. */
    private final Map<String, List<String>> obstacles = new LinkedHashMap<>();

    /** @param batch frames of the file's own batch */
    BatchTrace(BatchPlaces places, Map<String, Tensor> constants, long opset, long batch) {
        this.places = places;
        this.constants = constants;
        this.opset = opset;
        this.batch = batch;
    }

    void follow(Node node) throws BadGraphException {
        OptionalInt first = places.axisOf(node.input(0));
        OptionalInt any = node.inputs().stream().map(places::axisOf).filter(OptionalInt::isPresent).findFirst().orElse(OptionalInt.empty());
        if (any.isEmpty() || node.is("Shape") || node.is("Size")) {
            return;
        }
        if (MIXING.containsKey(node.operator())) {
            obstacle(node, MIXING.get(node.operator()));
        }
        OptionalInt axis;
        if (first.isPresent() || node.is("Concat")) {
            axis = place(node, any.getAsInt());
        } else if (node.is("Gather")) {
            axis = OptionalInt.of((int) node.integer("axis", 0) + any.getAsInt());
        } else {
            axis = broadcast(node);
        }
        for (String output : node.outputs()) {
            long[] shape = places.shapeOf(output);
            // A scale or a count beside the frames is not of a single one.
            if (axis.isPresent() && (shape == null || shape.length > axis.getAsInt())) {
                places.put(output, axis.getAsInt());
            }
        }
    }

    /** @param axis of the frames in the first input */
    private OptionalInt place(Node node, int axis) throws BadGraphException {
        if (FRAMES_FIRST.contains(node.operator()) && axis != 0) {
            return lost(node, "needs the frames in axis 0 and finds them in axis " + axis);
        }
        if (REDUCING.contains(node.operator()) || node.is("ArgMax") || node.is("ArgMin")) {
            return reduced(node, axis);
        }
        return switch (node.operator()) {
            case "Transpose" -> transposed(node, axis);
            case "Reshape", "Flatten" -> reshaped(node, axis);
            case "Squeeze", "Unsqueeze" -> reshapedOnes(node, axis);
            case "Gather" -> gathered(node, axis);
            case "Slice" -> sliced(node, axis);
            case "Concat" -> joined(node, axis);
            case "Split", "Softmax", "LogSoftmax", "Hardmax", "TopK", "GatherElements", "CumSum" -> along(node, axis);
            default -> broadcast(node);
        };
    }

    private OptionalInt transposed(Node node, int axis) throws BadGraphException {
        long[] order = node.attribute("perm").isPresent() ? node.attribute("perm").get().integers() : null;
        if (order == null) {
            long[] shape = places.shapeOf(node.input(0));
            return shape == null ? lost(node, "has an unknown number of axes") : OptionalInt.of(shape.length - 1 - axis);
        }
        for (int i = 0; i < order.length; i++) {
            if (order[i] == axis) {
                return OptionalInt.of(i);
            }
        }
        return lost(node, "has the order " + java.util.Arrays.toString(order));
    }

    private OptionalInt reshaped(Node node, int axis) {
        long[] from = places.shapeOf(node.input(0));
        long[] to = places.shapeOf(node.output());
        if (from == null || to == null) {
            return lost(node, "has shapes that no run told");
        }
        int at = BatchPlaces.reshaped(from, axis, to, batch);
        return at >= 0 ? OptionalInt.of(at) : lost(node, "tears frames apart: " + java.util.Arrays.toString(from) + " to " + java.util.Arrays.toString(to));
    }

    private OptionalInt reshapedOnes(Node node, int axis) throws BadGraphException {
        long[] from = places.shapeOf(node.input(0));
        long[] to = places.shapeOf(node.output());
        if (from == null || to == null) {
            return lost(node, "has shapes that no run told");
        }
        boolean squeeze = node.is("Squeeze");
        boolean[] named = new boolean[Math.max(from.length, to.length)];
        long[] axes = integers(node, "axes", 1);
        if (axes == null) {
            for (int i = 0; i < from.length; i++) {
                named[i] = from[i] == 1;
            }
        } else {
            for (long each : axes) {
                named[(int) (each < 0 ? each + named.length : each)] = true;
            }
        }
        if (squeeze && named[axis]) {
            return lost(node, "removes the batch axis");
        }
        int at = squeeze ? 0 : -1;
        if (squeeze) {
            for (int i = 0; i < axis; i++) {
                at += named[i] ? 0 : 1;
            }
            return OptionalInt.of(at);
        }
        int kept = -1;
        for (int i = 0; i < named.length; i++) {
            kept += named[i] ? 0 : 1;
            if (kept == axis && !named[i]) {
                return OptionalInt.of(i);
            }
        }
        return lost(node, "has axes that don't fit its input");
    }

    private OptionalInt gathered(Node node, int axis) {
        int along = normal(node.integer("axis", 0), node.input(0));
        if (along == axis) {
            return lost(node, "picks frames of the batch by number");
        }
        long[] picked = places.shapeOf(node.input(1));
        int rank = picked == null ? 1 : picked.length;
        return OptionalInt.of(along < axis ? axis - 1 + rank : axis);
    }

    private OptionalInt sliced(Node node, int axis) throws BadGraphException {
        long[] starts = integers(node, "starts", 1);
        long[] ends = integers(node, "ends", 2);
        long[] axes = integers(node, "axes", 3);
        if (starts == null || ends == null) {
            return OptionalInt.of(axis);
        }
        for (int i = 0; i < starts.length; i++) {
            int along = axes == null ? i : normal(axes[i], node.input(0));
            if (along == axis && (starts[i] != 0 || ends[i] < Integer.MAX_VALUE)) {
                return lost(node, "takes frames " + starts[i] + " to " + ends[i] + " of the batch");
            }
        }
        return OptionalInt.of(axis);
    }

    private OptionalInt joined(Node node, int axis) {
        if (normal(node.integer("axis", 0), node.input(0)) == axis) {
            return lost(node, "joins along the batch axis");
        }
        for (String input : node.inputs()) {
            OptionalInt other = places.axisOf(input);
            long[] shape = places.shapeOf(input);
            if (other.isEmpty() && constants.containsKey(input) && shape != null && shape[axis] == 1) {
                return lost(node, "joins the constant '" + input + "', which is there once, to every frame");
            }
            if (other.isPresent() && other.getAsInt() != axis) {
                return lost(node, "joins values with the frames in axis " + axis + " and in axis " + other.getAsInt());
            }
        }
        return OptionalInt.of(axis);
    }

    private OptionalInt along(Node node, int axis) {
        boolean flattens = opset < 13 && (node.is("Softmax") || node.is("LogSoftmax") || node.is("Hardmax"));
        long byDefault = flattens ? 1 : node.is("Split") || node.is("GatherElements") || node.is("CumSum") ? 0 : -1;
        int along = normal(node.integer("axis", byDefault), node.input(0));
        if (along == axis || flattens && along <= axis) {
            return lost(node, "works along the batch axis");
        }
        return OptionalInt.of(axis);
    }

    private OptionalInt reduced(Node node, int axis) throws BadGraphException {
        boolean arg = node.operator().startsWith("Arg");
        long[] axes = arg ? new long[] {node.integer("axis", 0)} : integers(node, "axes", 1);
        if (axes == null) {
            return node.integer("noop_with_empty_axes", 0) == 1 ? OptionalInt.of(axis) : lost(node, "reduces all frames to one number");
        }
        int before = 0;
        for (long each : axes) {
            int along = normal(each, node.input(0));
            if (along == axis) {
                return lost(node, "reduces along the batch axis");
            }
            before += along < axis ? 1 : 0;
        }
        return OptionalInt.of(node.integer("keepdims", 1) == 1 ? axis : axis - before);
    }

    /** Shapes are aligned at their last axes. */
    private OptionalInt broadcast(Node node) {
        int rank = 0;
        for (String input : node.inputs()) {
            long[] shape = places.shapeOf(input);
            rank = shape == null ? rank : Math.max(rank, shape.length);
        }
        OptionalInt agreed = OptionalInt.empty();
        for (String input : node.inputs()) {
            OptionalInt axis = places.axisOf(input);
            long[] shape = places.shapeOf(input);
            if (axis.isEmpty()) {
                continue;
            }
            boolean aligned = shape != null && !FRAMES_FIRST.contains(node.operator());
            int at = aligned ? axis.getAsInt() + rank - shape.length : axis.getAsInt();
            if (agreed.isPresent() && agreed.getAsInt() != at) {
                return lost(node, "meets frames in axis " + agreed.getAsInt() + " and in axis " + at);
            }
            agreed = OptionalInt.of(at);
        }
        if (node.is("Gemm") && agreed.isPresent() && agreed.getAsInt() != 0) {
            return lost(node, "needs the frames in axis 0");
        }
        return agreed;
    }

    /** Of an attribute, or since later versions of an input; null where absent or not constant. */
    private long[] integers(Node node, String attribute, int input) throws BadGraphException {
        java.util.Optional<Attribute> set = node.attribute(attribute);
        if (set.isPresent()) {
            return set.get().integers();
        }
        Tensor constant = constants.get(node.input(input));
        return constant == null ? null : constant.longs();
    }

    private int normal(long axis, String value) {
        long[] shape = places.shapeOf(value);
        return (int) (axis < 0 && shape != null ? axis + shape.length : axis);
    }

    private OptionalInt lost(Node node, String why) {
        obstacle(node, why);
        return OptionalInt.empty();
    }

    private void obstacle(Node node, String why) {
        obstacles.computeIfAbsent(why, w -> new ArrayList<>()).add(node.describe());
    }

    /** One sentence a reason, with the first place and how many more there are. */
    List<String> obstacles() {
        List<String> sentences = new ArrayList<>();
        obstacles.forEach((why, nodes) -> sentences.add(
                nodes.get(0) + (nodes.size() > 1 ? " (and " + (nodes.size() - 1) + " more)" : "") + " " + why));
        return sentences;
    }
}
