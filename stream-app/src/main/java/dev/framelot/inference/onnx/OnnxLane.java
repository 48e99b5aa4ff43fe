package dev.framelot.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.Batches;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * One batch at a time, in memory taken once: a direct buffer for the largest batch's pixels and one for its outputs. Each shape
 * has a pair of tensors over their beginnings, so a batch costs one copy of each frame and no tensor. Places without a frame
 * keep what an earlier batch left there; nobody reads their results. After a failure all places are wiped, so that a frame that
 * made one batch fail does not ride as padding in the next.
 */
final class OnnxLane implements BareLane {
    /** The tensors of one shape, and the maps that the runtime wants them in. */
    private record Binding(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Hears what a warm-up run took. */
    @FunctionalInterface
    interface WarmRun {
        void ran(int shape, long nanos);
    }

    private final int laneId;
    private final OrtSession session;
    private final InputGeometry input;
    private final String modelName;
    private final ByteBuffer pixels;
    private final FloatBuffer numbers;
    private final BoxDecoder decoder;
    /** By shape; null where the lane was not opened for it. */
    private final Binding[] bindings;
    /** Of {@code pixels} and of the outputs; released after the tensors over them. */
    private final List<HostPinning.Pin> pins = new ArrayList<>();
    private final Runnable whenClosed;
    private boolean closed;

    OnnxLane(
            int laneId,
            OrtSession session,
            ModelCard card,
            ModelSignature signature,
            List<Integer> shapes,
            HostPinning pinning,
            Runnable whenClosed)
            throws InferenceException {
        this.laneId = laneId;
        this.session = session;
        this.input = card.input().geometry();
        this.modelName = card.identity().name();
        this.whenClosed = whenClosed;
        this.decoder = card.output().family().newDecoder(card, signature.outputShape());
        int largest = Collections.max(shapes);
        this.pixels = direct("pixels", largest, input.slotBytes());
        ByteBuffer outputs = direct("outputs", largest, (long) signature.outputsPerFrame() * Float.BYTES);
        this.numbers = outputs.asFloatBuffer();
        this.bindings = new Binding[largest + 1];
        try {
            pins.add(pinning.pin(pixels));
            pins.add(pinning.pin(outputs));
            for (int shape : shapes) {
                bindings[shape] = bindings[shape] == null ? bind(shape, card, signature) : bindings[shape];
            }
        } catch (OrtException failure) {
            freeTensors();
            throw OrtFailures.atLoad("opening lane " + laneId + " for shapes " + shapes, failure);
        }
    }

    /** Runs every shape twice: no frame pays for the runtime's first time, and the second tells what a run costs. */
    void warm(WarmRun told) throws InferenceException {
        for (int shape = 0; shape < bindings.length; shape++) {
            if (bindings[shape] != null) {
                try {
                    runSession(bindings[shape]);
                    long beganNanos = System.nanoTime();
                    runSession(bindings[shape]);
                    told.ran(shape, System.nanoTime() - beganNanos);
                } catch (OrtException failure) {
                    throw OrtFailures.atLoad("warming lane " + laneId + " of " + modelName + " for shape " + shape, failure);
                }
            }
        }
    }

    @Override
    public BatchResult run(List<Input> frames, int shape) throws InferenceException {
        Batches.check(frames.size(), shape, s -> s >= 1 && s < bindings.length && bindings[s] != null, laneId, closed);
        long beganNanos = System.nanoTime();
        int slotBytes = input.slotBytes();
        for (int i = 0; i < frames.size(); i++) {
            pixels.put(i * slotBytes, frames.get(i).pixels(), 0, slotBytes);
        }
        try {
            runSession(bindings[shape]);
        } catch (OrtException failure) {
            wipe();
            throw OrtFailures.atRun(
                    "a batch of " + frames.size() + " frames in shape " + shape + " on lane " + laneId + " of " + modelName, failure);
        }
        long ranNanos = System.nanoTime();
        List<FrameResult> results = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            results.add(decoder.decode(numbers, i, frames.get(i).letterbox()));
        }
        return new BatchResult(results, ranNanos - beganNanos, System.nanoTime() - ranNanos);
    }

    @Override
    public void runBare(int shape) throws InferenceException {
        Batches.check(1, shape, s -> s >= 1 && s < bindings.length && bindings[s] != null, laneId, closed);
        try {
            runSession(bindings[shape]);
        } catch (OrtException failure) {
            throw OrtFailures.atRun("a bare run in shape " + shape + " on lane " + laneId + " of " + modelName, failure);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            freeTensors();
            whenClosed.run();
        }
    }

    /** The outputs are pinned: the runtime writes into {@link #numbers}, and closing the result frees nothing of ours. */
    private void runSession(Binding binding) throws OrtException {
        session.run(binding.inputs, binding.outputs).close();
    }

    private void wipe() {
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (byte) 0);
        }
    }

    private Binding bind(int shape, ModelCard card, ModelSignature signature) throws OrtException {
        OrtEnvironment environment = OrtRuntime.environment();
        long[] inputShape = {shape, input.height(), input.width(), 3};
        long[] outputShape = signature.outputShape().clone();
        outputShape[0] = shape;
        OnnxTensor in = OnnxTensor.createTensor(
                environment,
                pixels.slice(0, shape * input.slotBytes()).order(ByteOrder.nativeOrder()),
                inputShape,
                OnnxJavaType.UINT8);
        try {
            OnnxTensor out =
                    OnnxTensor.createTensor(environment, numbers.slice(0, shape * signature.outputsPerFrame()), outputShape);
            return new Binding(Map.of(card.input().name(), in), Map.of(card.output().name(), out));
        } catch (OrtException failure) {
            in.close();
            throw failure;
        }
    }

    private void freeTensors() {
        for (Binding binding : bindings) {
            if (binding != null) {
                binding.close();
            }
        }
        pins.forEach(HostPinning.Pin::close);
    }

    private ByteBuffer direct(String what, int frames, long bytesPerFrame) throws InferenceException {
        long bytes = frames * bytesPerFrame;
        if (bytes > Integer.MAX_VALUE) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "the " + what + " of " + frames + " frames take " + bytes + " bytes, a lane's limit is " + Integer.MAX_VALUE
                            + "; lower the largest of batching.shapes");
        }
        try {
            return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError noRoom) {
            throw new InferenceException(
                    InferenceException.Kind.OUT_OF_MEMORY,
                    "lane " + laneId + " found no " + bytes + " bytes of direct memory for the " + what + " of " + frames
                            + " frames; raise -XX:MaxDirectMemorySize, or lower batching.shapes or inference.lanes",
                    noRoom);
        }
    }
}
