package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A setting of a node. */
public final class Attribute {
    private static final int NAME = 1;
    private static final int FLOAT = 2;
    private static final int INTEGER = 3;
    private static final int TEXT = 4;
    private static final int TENSOR = 5;
    private static final int GRAPH = 6;
    private static final int FLOATS = 7;
    private static final int INTEGERS = 8;
    private static final int GRAPHS = 11;
    private static final int TYPE = 20;

    private final Fields fields;
    private final Optional<Tensor> tensor;
    private final List<Graph> graphs;

    private Attribute(Fields fields, Optional<Tensor> tensor, List<Graph> graphs) {
        this.fields = fields;
        this.tensor = tensor;
        this.graphs = graphs;
    }

    static Attribute read(Fields fields, ReadLimits limits, int depth) throws BadGraphException {
        List<Graph> graphs = new ArrayList<>();
        for (int number : new int[] {GRAPH, GRAPHS}) {
            for (ByteString block : fields.blocks(number)) {
                graphs.add(Graph.read(Fields.read(block, limits), limits, depth + 1));
            }
        }
        Optional<Tensor> tensor = fields.has(TENSOR) ? Optional.of(Tensor.read(fields.message(TENSOR, limits), limits)) : Optional.empty();
        return new Attribute(fields, tensor, graphs);
    }

    public static Attribute of(String name, long value) {
        return plain(Fields.NONE.with(NAME, name).with(INTEGER, value).with(TYPE, 2));
    }

    public static Attribute of(String name, float value) {
        return plain(Fields.NONE.with(NAME, name).with(FLOAT, value).with(TYPE, 1));
    }

    public static Attribute of(String name, String value) {
        return plain(Fields.NONE.with(NAME, name).with(TEXT, value).with(TYPE, 3));
    }

    public static Attribute of(String name, long[] values) {
        return plain(Fields.NONE.with(NAME, name).with(INTEGERS, values).with(TYPE, 7));
    }

    public static Attribute of(String name, Tensor value) {
        return new Attribute(
                Fields.NONE.with(NAME, name).with(TENSOR, List.of(value.fields().bytes())).with(TYPE, 4), Optional.of(value), List.of());
    }

    private static Attribute plain(Fields fields) {
        return new Attribute(fields, Optional.empty(), List.of());
    }

    Fields fields() {
        return fields;
    }

    public String name() {
        return fields.text(NAME);
    }

    public long integer() {
        return fields.numberOr(INTEGER, 0);
    }

    public float number() {
        return fields.floatOr(FLOAT, 0);
    }

    public String text() {
        return fields.text(TEXT);
    }

    public long[] integers() throws BadGraphException {
        return fields.numbers(INTEGERS);
    }

    public float[] numbers() throws BadGraphException {
        return fields.floats(FLOATS);
    }

    public Optional<Tensor> tensor() {
        return tensor;
    }

    /** Bodies of If, Loop and Scan. */
    public List<Graph> graphs() {
        return List.copyOf(graphs);
    }
}
