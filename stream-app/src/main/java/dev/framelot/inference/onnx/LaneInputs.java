package dev.framelot.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.framelot.inference.CardCompletion;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of a lane's inputs, taken once for the largest batch, and the tensors over its beginning, one for each shape that
 * was asked for. A graph that wants the size of the images is told that of the model's input.
 */
final class LaneInputs implements AutoCloseable {
    private final ModelCard.Input input;
    private final ByteBuffer pixels;
    private final PixelCopy copy;
    /** Null where the graph has no such input. */
    private final ByteBuffer sizes;
    private final Map<Integer, Map<String, OnnxTensor>> byShape = new HashMap<>();

    LaneInputs(ModelCard.Input input, boolean takesSizes, int largest) throws InferenceException {
        this.input = input;
        this.pixels = LaneMemory.direct("pixels", largest, frameBytes(input));
        this.copy = PixelCopy.into(pixels, input);
        this.sizes = takesSizes ? LaneMemory.direct("sizes", largest, 2L * Long.BYTES) : null;
        if (takesSizes) {
            for (int i = 0; i < largest; i++) {
                sizes.putLong(input.geometry().width()).putLong(input.geometry().height());
            }
            sizes.clear();
        }
    }

    static long frameBytes(ModelCard.Input input) {
        return (long) input.geometry().slotBytes() * SessionFacts.bytes(input.type());
    }

    /** @param slot uint8 HWC, the input's geometry */
    void put(int place, ByteBuffer slot) {
        copy.put(place, slot);
    }

    /** Zeroes all places. */
    void wipe() {
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (byte) 0);
        }
    }

    Map<String, OnnxTensor> tensors(int shape) throws OrtException {
        Map<String, OnnxTensor> made = byShape.get(shape);
        if (made == null) {
            made = new HashMap<>();
            byShape.put(shape, made);
            int bytes = Math.toIntExact(shape * frameBytes(input));
            made.put(input.name(), tensor(pixels, bytes, input.shape(shape), SessionFacts.type(input.type())));
            if (sizes != null) {
                made.put(CardCompletion.SIZES, tensor(sizes, shape * 2 * Long.BYTES, new long[] {shape, 2}, OnnxJavaType.INT64));
            }
        }
        return made;
    }

    static OnnxTensor tensor(ByteBuffer memory, int bytes, long[] shape, OnnxJavaType type) throws OrtException {
        return OnnxTensor.createTensor(OrtRuntime.environment(), memory.slice(0, bytes).order(ByteOrder.nativeOrder()), shape, type);
    }

    @Override
    public void close() {
        byShape.values().forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
        byShape.clear();
    }
}
