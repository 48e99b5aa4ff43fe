package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A declared input, output or intermediate value.
 *
 * @param type UNDEFINED where it is no tensor
 * @param shape empty where none is declared
 * @param asRead what stood in the file, of which more may be known than is modelled here; empty once it is changed
 */
public record Value(String name, ElementType type, Optional<List<Axis>> shape, Optional<Rest> asRead) {
    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int TENSOR_TYPE = 1;
    private static final int ELEMENT_TYPE = 1;
    private static final int SHAPE = 2;
    private static final int DIMENSION = 1;
    private static final int SIZE = 1;
    private static final int PARAMETER = 2;

    public Value {
        shape = shape.map(List::copyOf);
    }

    public static Value of(String name, ElementType type, Axis... shape) {
        return new Value(name, type, Optional.of(List.of(shape)), Optional.empty());
    }

    static Value read(Fields fields, ReadLimits limits) throws BadGraphException {
        Fields tensor = fields.message(TYPE, limits).message(TENSOR_TYPE, limits);
        Optional<List<Axis>> shape = Optional.empty();
        if (tensor.has(SHAPE)) {
            List<Axis> axes = new ArrayList<>();
            for (ByteString block : tensor.message(SHAPE, limits).blocks(DIMENSION)) {
                Fields axis = Fields.read(block, limits);
                OptionalLong size = axis.number(SIZE);
                // Some exporters write 0 or -1 for a free axis.
                axes.add(size.isPresent() && size.getAsLong() > 0 ? Axis.of(size.getAsLong()) : Axis.free(axis.text(PARAMETER)));
            }
            shape = Optional.of(axes);
        }
        return new Value(fields.text(NAME), ElementType.of(tensor.numberOr(ELEMENT_TYPE, 0)), shape, Optional.of(new Rest(fields)));
    }

    Fields fields() {
        if (asRead.isPresent()) {
            return asRead.get().fields();
        }
        Fields tensor = Fields.NONE.with(ELEMENT_TYPE, type.number());
        if (shape.isPresent()) {
            List<ByteString> axes = new ArrayList<>();
            for (Axis axis : shape.get()) {
                Fields fields = axis.size().isPresent()
                        ? Fields.NONE.with(SIZE, axis.size().getAsLong())
                        : axis.name().isEmpty() ? Fields.NONE : Fields.NONE.with(PARAMETER, axis.name());
                axes.add(fields.bytes());
            }
            tensor = tensor.with(SHAPE, List.of(Fields.NONE.with(DIMENSION, axes).bytes()));
        }
        return Fields.NONE.with(NAME, name).with(TYPE, List.of(Fields.NONE.with(TENSOR_TYPE, List.of(tensor.bytes())).bytes()));
    }

    public Value withAxis(int axis, Axis changed) {
        List<Axis> axes = new ArrayList<>(shape.orElseThrow());
        axes.set(axis, changed);
        return new Value(name, type, Optional.of(axes), Optional.empty());
    }

    /** As {@code float32 [N, 3, 416, 416]}. */
    public String describe() {
        return type.text() + " " + shape.map(axes -> axes.stream().map(Axis::toString).collect(Collectors.joining(", ", "[", "]"))).orElse("of no declared shape");
    }
}
