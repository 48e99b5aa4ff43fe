package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * One protobuf message by field number. Immutable; changed copies keep every field that nobody named. Long values are slices of
 * the file's bytes, not copies.
 */
final class Fields {
    static final Fields NONE = new Fields(UnknownFieldSet.getDefaultInstance());

    private final UnknownFieldSet set;

    private Fields(UnknownFieldSet set) {
        this.set = set;
    }

    static Fields read(ByteString bytes, ReadLimits limits) throws BadGraphException {
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        UnknownFieldSet.Builder read = UnknownFieldSet.newBuilder();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                limits.spendField();
                if (!read.mergeFieldFrom(tag, in)) {
                    throw new BadGraphException("it is not the protobuf format: a group ends that never began");
                }
            }
        } catch (IOException malformed) {
            throw new BadGraphException("it is not the protobuf format, or it is cut short: " + malformed.getMessage());
        }
        return new Fields(read.build());
    }

    boolean has(int number) {
        return set.hasField(number);
    }

    /** The last one counts, as protobuf rules. */
    OptionalLong number(int number) {
        List<Long> values = set.getField(number).getVarintList();
        return values.isEmpty() ? OptionalLong.empty() : OptionalLong.of(values.get(values.size() - 1));
    }

    long numberOr(int number, long otherwise) {
        return number(number).orElse(otherwise);
    }

    float floatOr(int number, float otherwise) {
        List<Integer> values = set.getField(number).getFixed32List();
        return values.isEmpty() ? otherwise : Float.intBitsToFloat(values.get(values.size() - 1));
    }

    /** Empty where absent. */
    String text(int number) {
        List<ByteString> values = set.getField(number).getLengthDelimitedList();
        return values.isEmpty() ? "" : values.get(values.size() - 1).toStringUtf8();
    }

    List<String> texts(int number) {
        return set.getField(number).getLengthDelimitedList().stream().map(ByteString::toStringUtf8).toList();
    }

    /** Values of a bytes or message field. */
    List<ByteString> blocks(int number) {
        return set.getField(number).getLengthDelimitedList();
    }

    Fields message(int number, ReadLimits limits) throws BadGraphException {
        List<ByteString> values = blocks(number);
        return values.isEmpty() ? NONE : read(values.get(values.size() - 1), limits);
    }

    /** Of a repeated integer field, packed or not. */
    long[] numbers(int number) throws BadGraphException {
        UnknownFieldSet.Field field = set.getField(number);
        long[] values = new long[field.getVarintList().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.getVarintList().get(i);
        }
        for (ByteString packed : field.getLengthDelimitedList()) {
            int known = values.length;
            values = Arrays.copyOf(values, known + packed.size());
            CodedInputStream in = packed.newCodedInput();
            try {
                while (!in.isAtEnd()) {
                    values[known++] = in.readRawVarint64();
                }
            } catch (IOException malformed) {
                throw new BadGraphException("a list of whole numbers in it is damaged: " + malformed.getMessage());
            }
            values = Arrays.copyOf(values, known);
        }
        return values;
    }

    /** Of a repeated float field, packed or not. */
    float[] floats(int number) throws BadGraphException {
        UnknownFieldSet.Field field = set.getField(number);
        float[] values = new float[field.getFixed32List().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(field.getFixed32List().get(i));
        }
        for (ByteString packed : field.getLengthDelimitedList()) {
            if (packed.size() % Float.BYTES != 0) {
                throw new BadGraphException("a list of floats in it has " + packed.size() + " bytes, no multiple of " + Float.BYTES);
            }
            int known = values.length;
            values = Arrays.copyOf(values, known + packed.size() / Float.BYTES);
            packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, known, values.length - known);
        }
        return values;
    }

    Fields without(int... numbers) {
        UnknownFieldSet.Builder changed = set.toBuilder();
        for (int number : numbers) {
            changed.clearField(number);
        }
        return new Fields(changed.build());
    }

    Fields with(int number, long value) {
        return replaced(number, UnknownFieldSet.Field.newBuilder().addVarint(value).build());
    }

    Fields with(int number, float value) {
        return replaced(number, UnknownFieldSet.Field.newBuilder().addFixed32(Float.floatToRawIntBits(value)).build());
    }

    Fields with(int number, String value) {
        return with(number, List.of(ByteString.copyFrom(value, StandardCharsets.UTF_8)));
    }

    /** An empty text is left out, as most writers do. */
    Fields withSome(int number, String value) {
        return value.isEmpty() ? without(number) : with(number, value);
    }

    Fields withTexts(int number, List<String> values) {
        List<ByteString> blocks = new ArrayList<>(values.size());
        values.forEach(value -> blocks.add(ByteString.copyFrom(value, StandardCharsets.UTF_8)));
        return with(number, blocks);
    }

    /** Not packed: every reader takes that, whatever the schema says. */
    Fields with(int number, long[] values) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        for (long value : values) {
            field.addVarint(value);
        }
        return replaced(number, field.build());
    }

    Fields with(int number, List<ByteString> blocks) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        blocks.forEach(field::addLengthDelimited);
        return replaced(number, field.build());
    }

    ByteString bytes() {
        return set.toByteString();
    }

    void writeTo(CodedOutputStream out) throws IOException {
        set.writeTo(out);
    }

    private Fields replaced(int number, UnknownFieldSet.Field field) {
        UnknownFieldSet.Builder changed = set.toBuilder();
        changed.clearField(number);
        return new Fields(changed.mergeField(number, field).build());
    }
}
