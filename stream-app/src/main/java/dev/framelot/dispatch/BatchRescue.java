package dev.framelot.dispatch;

import dev.framelot.batching.Shapes;
import dev.framelot.frame.FrameFault;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.InferenceException.Kind;
import dev.framelot.inference.Lane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch failed as a whole: for want of memory, or one of its frames is poison to the model. Runs it in halves, halved again
 * where they fail too, so that every frame gets a result of its own and only the one that fails alone becomes a fault. A frame
 * that fails alone is blamed only when a blank one runs; else it was the device.
 *
 * <p>At most {@code 4 * frames} runs. Owner: the lane's thread.
 */
final class BatchRescue {
    /** What one frame got, and the batch that it ran in at last. */
    record Part(Lane.FrameResult result, int shape, int frames, long runNanos, long postProcessNanos) {}

    private final Lane lane;
    private final Shapes shapes;
    private final int slotBytes;

    BatchRescue(Lane lane, Shapes shapes, int slotBytes) {
        this.lane = lane;
        this.shapes = shapes;
        this.slotBytes = slotBytes;
    }

    /** Whether smaller batches may get further than this failure. */
    static boolean mayHelp(InferenceException failure) {
        return failure.kind() == Kind.OUT_OF_MEMORY || failure.kind() == Kind.BATCH_FAILED;
    }

    /**
     * @return one part a frame, in the order given
     * @throws InferenceException not even one frame finds memory, or a blank frame fails too
     */
    List<Part> inHalves(List<Lane.Input> frames, InferenceException failure) throws InferenceException {
        if (frames.size() == 1) {
            return List.of(alone(frames.get(0), failure));
        }
        List<Part> parts = new ArrayList<>(frames.size());
        int half = (frames.size() + 1) / 2;
        parts.addAll(run(frames.subList(0, half)));
        parts.addAll(run(frames.subList(half, frames.size())));
        return parts;
    }

    private List<Part> run(List<Lane.Input> frames) throws InferenceException {
        int shape = shapes.holding(frames.size());
        try {
            Lane.BatchResult result = lane.run(frames, shape);
            return result.results().stream()
                    .map(one -> new Part(one, shape, frames.size(), result.runNanos(), result.postProcessNanos()))
                    .toList();
        } catch (InferenceException failed) {
            if (!mayHelp(failed)) {
                throw failed;
            }
            return inHalves(frames, failed);
        }
    }

    private Part alone(Lane.Input frame, InferenceException failure) throws InferenceException {
        int shape = shapes.holding(1);
        if (failure.kind() == Kind.OUT_OF_MEMORY) {
            throw new InferenceException(Kind.DEVICE_LOST,
                    "The device has no memory for one frame in shape " + shape + ": " + failure.getMessage()
                            + "; free some, or lower inference.lanes", failure);
        }
        try {
            lane.run(List.of(new Lane.Input(ByteBuffer.allocateDirect(slotBytes), frame.letterbox())), shape);
        } catch (InferenceException device) {
            throw new InferenceException(Kind.DEVICE_LOST,
                    "A frame failed alone, and so did a blank one: it is the device, not the frame: " + device.getMessage(), device);
        }
        FrameFault fault = new FrameFault(FrameFault.Reason.INFERENCE_FAILED,
                "The model fails on this frame, alone in a batch of shape " + shape + ", and runs on a blank one: " + failure.getMessage());
        return new Part(new Lane.FrameResult(List.of(), false, Optional.of(fault)), shape, 1, 0, 0);
    }
}
