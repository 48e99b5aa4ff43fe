package dev.framelot.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.framelot.inference.Batches;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.family.TensorFacts;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One batch at a time, in memory taken once for the largest batch's inputs and outputs. Each shape has tensors over their
 * beginnings, so a batch costs one copy of each frame and no tensor. Places without a frame keep what an earlier batch left
 * there; nobody reads their results. After a failure all places are wiped, so that a frame that made one batch fail does not
 * ride as padding in the next.
 */
final class OnnxLane implements BareLane {
    /** The tensors of one shape, in the maps that the runtime wants them in. The inputs' belong to {@link LaneInputs}. */
    private record Binding(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

    /** Hears what a warm-up run took. */
    @FunctionalInterface
    interface WarmRun {
        void ran(int shape, long nanos);
    }

    private final int laneId;
    private final OrtSession session;
    private final String modelName;
    private final LaneInputs inputs;
    private final List<LaneOutput> outputs = new ArrayList<>();
    /** What the decoder is given; filled anew for each batch. */
    private final List<FloatBuffer> numbers = new ArrayList<>();
    private final BoxDecoder decoder;
    /** By shape; null where the lane was not opened for it. */
    private final Binding[] bindings;
    /** Of the pixels and the outputs; released after the tensors over them. */
    private final List<HostPinning.Pin> pins = new ArrayList<>();
    private final Runnable whenClosed;
    private boolean closed;

    OnnxLane(int laneId, OrtSession session, ModelSignature signature, List<Integer> shapes, HostPinning pinning, Runnable whenClosed)
            throws InferenceException {
        ModelCard card = signature.card();
        this.laneId = laneId;
        this.session = session;
        this.modelName = card.identity().name();
        this.whenClosed = whenClosed;
        this.decoder = card.output().family().newDecoder(card, signature.outputs());
        int largest = Collections.max(shapes);
        this.inputs = new LaneInputs(card.input(), signature.takesSizes(), largest);
        for (TensorFacts output : signature.outputs()) {
            outputs.add(new LaneOutput(output, largest));
        }
        this.bindings = new Binding[largest + 1];
        try {
            pins.add(pinning.pin(inputs.pixels()));
            outputs.forEach(output -> pins.add(pinning.pin(output.memory())));
            for (int shape : shapes) {
                if (bindings[shape] == null) {
                    bind(shape);
                }
            }
        } catch (OrtException failure) {
            freeTensors();
            throw OrtFailures.atLoad("opening lane " + laneId + " for shapes " + shapes, failure);
        } catch (RuntimeException | Error failure) {
            freeTensors();
            throw failure;
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
        for (int i = 0; i < frames.size(); i++) {
            inputs.put(i, frames.get(i).pixels());
        }
        try {
            runSession(bindings[shape]);
        } catch (OrtException failure) {
            inputs.wipe();
            throw OrtFailures.atRun(
                    "a batch of " + frames.size() + " frames in shape " + shape + " on lane " + laneId + " of " + modelName, failure);
        }
        long ranNanos = System.nanoTime();
        numbers.clear();
        for (LaneOutput output : outputs) {
            numbers.add(output.read(frames.size()));
        }
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

    /** The outputs are pinned: the runtime writes into our memory, and closing the result frees nothing of ours. */
    private void runSession(Binding binding) throws OrtException {
        session.run(binding.inputs, binding.outputs).close();
    }

    private void bind(int shape) throws OrtException {
        Map<String, OnnxTensor> pinned = new HashMap<>();
        // In place before the tensors are made, so that a failure half way frees those that were.
        bindings[shape] = new Binding(inputs.tensors(shape), pinned);
        for (LaneOutput output : outputs) {
            pinned.put(output.name(), output.bind(shape));
        }
    }

    private void freeTensors() {
        inputs.close();
        for (Binding binding : bindings) {
            if (binding != null) {
                binding.outputs.values().forEach(OnnxTensor::close);
            }
        }
        pins.forEach(HostPinning.Pin::close);
    }
}
