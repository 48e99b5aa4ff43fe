package dev.framelot.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.family.ElementType;
import dev.framelot.inference.family.TensorFacts;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The pinned memory of one output, taken once for the largest batch; decoders read it as floats, whatever the graph writes. */
final class LaneOutput {
    private final TensorFacts facts;
    private final int numbersPerFrame;
    private final ByteBuffer memory;
    private final FloatBuffer numbers;

    LaneOutput(TensorFacts facts, int largest) throws InferenceException {
        this.facts = facts;
        this.numbersPerFrame = numbersPerFrame(facts);
        this.memory = LaneMemory.direct("outputs", largest, (long) numbersPerFrame * SessionFacts.bytes(facts.type()));
        this.numbers = facts.type() == ElementType.FLOAT32
                ? memory.asFloatBuffer()
                : LaneMemory.direct("numbers", largest, (long) numbersPerFrame * Float.BYTES).asFloatBuffer();
    }

    static int numbersPerFrame(TensorFacts facts) {
        int numbers = 1;
        for (int axis = 1; axis < facts.rank(); axis++) {
            numbers = Math.multiplyExact(numbers, Math.toIntExact(facts.axis(axis)));
        }
        return numbers;
    }

    String name() {
        return facts.name();
    }

    OnnxTensor bind(int shape) throws OrtException {
        long[] axes = facts.shape().stream().mapToLong(Long::longValue).toArray();
        axes[0] = shape;
        int bytes = Math.multiplyExact(shape * numbersPerFrame, SessionFacts.bytes(facts.type()));
        return LaneInputs.tensor(memory, bytes, axes, SessionFacts.type(facts.type()));
    }

    /** The last run's, of so many frames. */
    FloatBuffer read(int frames) {
        int count = frames * numbersPerFrame;
        switch (facts.type()) {
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    numbers.put(i, Halves.toFloat(memory.getShort(i * Short.BYTES)));
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    numbers.put(i, memory.getInt(i * Integer.BYTES));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    numbers.put(i, memory.getLong(i * Long.BYTES));
                }
            }
            case UINT8 -> {
                for (int i = 0; i < count; i++) {
                    numbers.put(i, memory.get(i) & 0xFF);
                }
            }
            case FLOAT32, OTHER -> { }
        }
        return numbers;
    }
}
