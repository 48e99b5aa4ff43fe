package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Rewrites the constants of single operations that have the file's own batch size in them. */
final class BatchRewrite {
    private final BatchPlaces places;
    private final Map<String, Tensor> constants;
    private final long batch;
    private final Set<String> names;
    private final List<Tensor> added = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();

    BatchRewrite(Graph graph, BatchPlaces places, long batch) {
        this.places = places;
        this.constants = graph.constants();
        this.batch = batch;
        this.names = graph.names();
    }

    /** The node for any batch: the same where it has no batch size in it. */
    Node of(Node node) throws BadGraphException {
        OptionalInt axis = places.axisOf(node.input(0));
        if (axis.isEmpty()) {
            return node;
        }
        if (node.is("Reshape") && constants.containsKey(node.input(1))) {
            return reshape(node, axis.getAsInt());
        }
        if (node.is("Resize") && constants.containsKey(node.input(3))) {
            return resize(node, axis.getAsInt());
        }
        return node;
    }

    private Node reshape(Node node, int axis) throws BadGraphException {
        long[] from = places.shapeOf(node.input(0));
        long[] to = places.shapeOf(node.output());
        if (from == null || to == null) {
            return node;
        }
        int at = BatchPlaces.reshaped(from, axis, to, batch);
        long[] wanted = constants.get(node.input(1)).longs();
        if (at < 0 || wanted.length != to.length) {
            // The trace names what is torn apart.
            return node;
        }
        boolean copies = wanted[at] == 0 && node.integer("allowzero", 0) == 0 && at == axis;
        if (wanted[at] == -1 || copies) {
            return node;
        }
        long[] changed = wanted.clone();
        if (at == axis && from[axis] == to[at] && node.integer("allowzero", 0) == 0) {
            changed[at] = 0;
        } else {
            for (int i = 0; i < changed.length; i++) {
                // Only one axis may be left to the runtime: the other one that was is known from the run.
                changed[i] = changed[i] == -1 ? to[i] : changed[i];
            }
            changed[at] = -1;
        }
        changes.add(node.describe() + " reshapes to " + Arrays.toString(changed) + " instead of " + Arrays.toString(wanted));
        return node.withInput(1, constant(node.output() + "_any_batch", changed));
    }

    /** By factors instead of sizes, where the factors are exact. */
    private Node resize(Node node, int axis) throws BadGraphException {
        long[] from = places.shapeOf(node.input(0));
        long[] sizes = constants.get(node.input(3)).longs();
        if (from == null || sizes.length != from.length || node.attribute("axes").isPresent()) {
            return node;
        }
        float[] factors = new float[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            factors[i] = (float) sizes[i] / from[i];
            if ((long) (from[i] * factors[i]) != sizes[i]) {
                obstacles.add(node.describe() + " has the sizes " + Arrays.toString(sizes) + ", which no factors express exactly");
                return node;
            }
        }
        factors[axis] = 1;
        changes.add(node.describe() + " enlarges by " + Arrays.toString(factors) + " instead of to " + Arrays.toString(sizes));
        Tensor constant = Tensor.of(unused(node.output() + "_any_batch"), factors, factors.length);
        added.add(constant);
        return node.withInputs(List.of(node.input(0), node.input(1), constant.name()));
    }

    private String constant(String name, long[] values) {
        Tensor constant = Tensor.of(unused(name), values, values.length);
        added.add(constant);
        return constant.name();
    }

    private String unused(String name) {
        String free = name;
        while (!names.add(free)) {
            free = free + "_";
        }
        return free;
    }

    List<Tensor> constants() {
        return List.copyOf(added);
    }

    List<String> changes() {
        return List.copyOf(changes);
    }

    List<String> obstacles() {
        return List.copyOf(obstacles);
    }
}
