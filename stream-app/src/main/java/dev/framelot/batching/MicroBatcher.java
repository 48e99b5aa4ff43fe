package dev.framelot.batching;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Forms micro-batches: frames are offered, {@link #next} says what to run now and why, or when to ask again, and
 * {@link #completed} gives a lane back.
 *
 * <p>The problem: a device runs {@code s} frames in a time that is far less than {@code s} times that of one, so frames
 * that wait for company cost less device time but get older. The policy decides that trade; this class keeps the books.
 *
 * <p>States of a frame: offered, then waiting, then in exactly one batch. Invariants, checked after every event by the
 * simulation: a frame leaves in at most one batch; the frames of one camera leave in order of arrival; no batch exceeds
 * frames, bytes or the frames of one camera allowed (but a single frame above the limit of bytes goes alone); a shape is
 * of the closed set; at most {@code lanes} batches are in flight; while a lane is free no frame waits beyond what the
 * policy says.
 *
 * <p>{@code nowNanos} is monotonic, of any origin, may stand still and may wrap: times are compared by difference. One
 * thread owns an instance; it never blocks, logs or calls out.
 */
public final class MicroBatcher {
    private final BatchLimits limits;
    private final BatchPolicy policy;
    private final CameraQueues waiting = new CameraQueues();
    private final Set<Long> inFlight = new HashSet<>();
    private long lastBatchId;
    private boolean draining;

    public MicroBatcher(BatchLimits limits, BatchPolicy policy) {
        this.limits = limits;
        this.policy = policy;
    }

    public Admission offer(QueuedFrame frame) {
        if (waiting.frames() >= limits.maxQueuedFrames()) {
            return new Admission.Refused("frame " + frame.ticket() + " of camera " + frame.cameraId() + ": " + waiting.frames()
                    + " frames wait, the limit is " + limits.maxQueuedFrames());
        }
        waiting.add(frame);
        return new Admission.Accepted();
    }

    public Step next(long nowNanos) {
        if (waiting.frames() == 0) {
            return new Step.Idle(Step.Idle.Cause.NO_FRAMES);
        }
        if (inFlight.size() >= limits.lanes()) {
            return new Step.Idle(Step.Idle.Cause.NO_FREE_LANE);
        }
        long oldest = waiting.oldestArrivalNanos();
        QueueView view = new QueueView(
                waiting.eligible(limits.maxFrames(), limits.maxSameCameraFrames()), waiting.frames(), waiting.bytes(), oldest, draining);
        BatchPolicy.Verdict verdict = policy.decide(view, nowNanos);
        if (verdict instanceof BatchPolicy.Verdict.Wait wait) {
            return new Step.WaitUntil(wait.untilNanos());
        }
        BatchPolicy.Verdict.Go go = (BatchPolicy.Verdict.Go) verdict;
        List<QueuedFrame> frames = waiting.take(go.frames(), limits.maxBatchBytes(), limits.maxSameCameraFrames());
        // The limit of bytes may have left fewer frames than the policy asked for: they need no larger shape.
        int shape = frames.size() == go.frames() ? go.shape() : limits.shapes().holding(frames.size());
        Batch batch = new Batch(++lastBatchId, frames, shape, go.reason(), nowNanos - oldest);
        inFlight.add(batch.batchId());
        return new Step.Dispatch(batch);
    }

    /** The lane that ran this batch is free. */
    public void completed(BatchOutcome outcome) {
        if (!inFlight.remove(outcome.batchId())) {
            throw new IllegalArgumentException("Batch " + outcome.batchId() + " is not in flight: " + inFlight + " are");
        }
    }

    /** From now on no frame waits for company. Frames may still be offered. */
    public void drain() {
        draining = true;
    }

    public int queuedFrames() {
        return waiting.frames();
    }

    public int batchesInFlight() {
        return inFlight.size();
    }
}
