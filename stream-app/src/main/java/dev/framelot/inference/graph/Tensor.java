package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A constant: weights, a shape, a scale. Its numbers stay in the file's bytes until they are asked for. */
public final class Tensor {
    private static final int DIMENSIONS = 1;
    private static final int TYPE = 2;
    private static final int FLOATS = 4;
    private static final int INTS = 5;
    private static final int LONGS = 7;
    private static final int NAME = 8;
    private static final int RAW = 9;
    private static final int DOUBLES = 10;
    private static final int UNSIGNED = 11;
    private static final int EXTERNAL = 13;
    private static final int LOCATION = 14;
    private static final int LOCATION_EXTERNAL = 1;

    private final String name;
    private final ElementType type;
    private final long[] shape;
    private final Fields fields;
    private final Map<String, String> external;

    private Tensor(Fields fields, Map<String, String> external) throws BadGraphException {
        this.name = fields.text(NAME);
        this.type = ElementType.of(fields.numberOr(TYPE, 0));
        this.shape = fields.numbers(DIMENSIONS);
        this.fields = fields;
        this.external = external;
        count(shape);
    }

    static Tensor read(Fields fields, ReadLimits limits) throws BadGraphException {
        Map<String, String> external = new LinkedHashMap<>();
        if (fields.numberOr(LOCATION, 0) == LOCATION_EXTERNAL) {
            for (ByteString block : fields.blocks(EXTERNAL)) {
                Fields entry = Fields.read(block, limits);
                external.put(entry.text(1), entry.text(2));
            }
            external.putIfAbsent("location", "");
        }
        return new Tensor(fields, external);
    }

    public static Tensor of(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw(name, ElementType.FLOAT32, raw.array(), shape);
    }

    public static Tensor of(String name, long[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return raw(name, ElementType.INT64, raw.array(), shape);
    }

    /** @param raw little-endian, taken and not copied */
    public static Tensor raw(String name, ElementType type, byte[] raw, long... shape) {
        try {
            Fields fields = Fields.NONE.with(DIMENSIONS, shape).with(TYPE, type.number()).with(NAME, name)
                    .with(RAW, List.of(UnsafeByteOperations.unsafeWrap(raw)));
            return new Tensor(fields, Map.of());
        } catch (BadGraphException impossible) {
            throw new IllegalArgumentException(impossible.getMessage(), impossible);
        }
    }

    Fields fields() {
        return fields;
    }

    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    public long elements() {
        try {
            return count(shape);
        } catch (BadGraphException impossible) {
            throw new IllegalStateException("checked when it was read", impossible);
        }
    }

    /** The entries of its external data (location, offset, length); empty where its numbers are in the file itself. */
    public Map<String, String> external() {
        return Map.copyOf(external);
    }

    public Tensor named(String other) {
        try {
            return new Tensor(fields.with(NAME, other), external);
        } catch (BadGraphException impossible) {
            throw new IllegalStateException("checked when it was read", impossible);
        }
    }

    /** The same tensor with its numbers inside. */
    Tensor embedded(ByteString raw) throws BadGraphException {
        return new Tensor(fields.without(EXTERNAL, LOCATION).with(RAW, List.of(raw)), Map.of());
    }

    /** @throws BadGraphException it holds no float32 numbers, or fewer than its shape says */
    public float[] floats() throws BadGraphException {
        require(ElementType.FLOAT32);
        List<ByteString> raw = fields.blocks(RAW);
        float[] values;
        if (raw.isEmpty()) {
            values = fields.floats(FLOATS);
        } else {
            ByteString bytes = raw.get(raw.size() - 1);
            values = new float[bytes.size() / Float.BYTES];
            bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        }
        return complete(values.length, values);
    }

    /** @throws BadGraphException it holds no int64 or int32 numbers, or fewer than its shape says */
    public long[] longs() throws BadGraphException {
        List<ByteString> raw = fields.blocks(RAW);
        long[] values;
        if (type == ElementType.INT64 && !raw.isEmpty()) {
            ByteString bytes = raw.get(raw.size() - 1);
            values = new long[bytes.size() / Long.BYTES];
            bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        } else if (type == ElementType.INT32 && !raw.isEmpty()) {
            ByteString bytes = raw.get(raw.size() - 1);
            int[] ints = new int[bytes.size() / Integer.BYTES];
            bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
            values = Arrays.stream(ints).asLongStream().toArray();
        } else if (type == ElementType.INT64) {
            values = fields.numbers(LONGS);
        } else if (type == ElementType.INT32) {
            values = fields.numbers(INTS);
        } else {
            throw new BadGraphException("tensor '" + name + "' is " + type.text() + ", whole numbers are needed");
        }
        return complete(values.length, values);
    }

    /** The bytes that hold its numbers: in this file, or what its external entry or its shape says. */
    public long bytes() {
        if (external.containsKey("length")) {
            try {
                return Math.max(0, Long.parseLong(external.get("length")));
            } catch (NumberFormatException unreadable) {
                return 0;
            }
        }
        long held = 0;
        for (int field : new int[] {RAW, FLOATS, INTS, LONGS, DOUBLES, UNSIGNED}) {
            held += fields.blocks(field).stream().mapToLong(ByteString::size).sum();
        }
        return held > 0 ? held : elements() * type.bits() / 8;
    }

    private void require(ElementType wanted) throws BadGraphException {
        if (type != wanted) {
            throw new BadGraphException("tensor '" + name + "' is " + type.text() + ", " + wanted.text() + " is needed");
        }
    }

    private <T> T complete(int found, T values) throws BadGraphException {
        if (!external.isEmpty()) {
            throw new BadGraphException("the numbers of tensor '" + name + "' are in the file '" + external.get("location") + "'");
        }
        if (found != elements()) {
            throw new BadGraphException("tensor '" + name + "' has shape " + Arrays.toString(shape) + ", but " + found + " numbers");
        }
        return values;
    }

    private static long count(long[] shape) throws BadGraphException {
        long elements = 1;
        for (long size : shape) {
            if (size < 0 || size > 0 && elements > (1L << 40) / size) {
                throw new BadGraphException("a tensor in it has the impossible shape " + Arrays.toString(shape));
            }
            elements *= size;
        }
        return elements;
    }
}
