package dev.framelot.load.simulate;

import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.ShedFrame;
import dev.framelot.batching.Step;
import dev.framelot.batching.TrafficClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold after every event, whatever the policy. Checked in each run, those of the command included. */
final class Invariants {
    private final BatchLimits limits;
    private final Map<Long, QueuedFrame> waiting = new HashMap<>();
    private final Map<String, Long> lastTicket = new HashMap<>();
    private final Set<Long> batches = new HashSet<>();
    private int waitingLive;
    private int inFlight;

    Invariants(BatchLimits limits) {
        this.limits = limits;
    }

    void accepted(QueuedFrame frame) {
        must(waiting.put(frame.ticket(), frame) == null, "frame " + frame.ticket() + " was offered twice");
        waitingLive += frame.trafficClass() == TrafficClass.LIVE ? 1 : 0;
    }

    void dispatched(Batch batch, long nowNanos) {
        must(++inFlight <= limits.lanes(), inFlight + " batches run on " + limits.lanes() + " lanes");
        must(batches.add(batch.batchId()), "batch id " + batch.batchId() + " is used twice");
        must(!batch.frames().isEmpty(), "batch " + batch.batchId() + " is empty");
        must(limits.shapes().ascending().contains(batch.shape()), "shape " + batch.shape() + " is none of " + limits.shapes().ascending());
        must(batch.frames().size() <= batch.shape(), batch.frames().size() + " frames in shape " + batch.shape());
        long bytes = 0;
        Map<String, Integer> ofCamera = new HashMap<>();
        boolean backfillSeen = false;
        for (QueuedFrame frame : batch.frames()) {
            leave(frame);
            Long before = lastTicket.put(frame.cameraId() + "/" + frame.trafficClass(), frame.ticket());
            must(before == null || before < frame.ticket(), "frame " + frame.ticket() + " of " + frame.cameraId() + " overtook frame " + before);
            must(nowNanos - frame.arrivalNanos() >= 0, "frame " + frame.ticket() + " left before it came");
            boolean live = frame.trafficClass() == TrafficClass.LIVE;
            must(!live || !backfillSeen, "a live frame behind backfill in batch " + batch.batchId());
            backfillSeen |= !live;
            bytes += frame.bytes();
            if (live) {
                ofCamera.merge(frame.cameraId(), 1, Integer::sum);
            }
        }
        must(batch.frames().size() == 1 || bytes <= limits.maxBatchBytes(), "batch " + batch.batchId() + " has " + bytes + " bytes");
        must(limits.maxSameCameraFrames() == 0 || ofCamera.values().stream().allMatch(n -> n <= limits.maxSameCameraFrames()),
                "batch " + batch.batchId() + " has more of one camera than allowed: " + ofCamera);
    }

    void shed(ShedFrame shed, DropPolicy drop) {
        must(drop != DropPolicy.KEEP_ALL, "frame " + shed.frame().ticket() + " was left out though all are to be kept");
        leave(shed.frame());
    }

    void completed() {
        must(--inFlight >= 0, "more batches ended than began");
    }

    /** Once the batcher was asked until it had nothing more to say. */
    void settled(MicroBatcher batcher, Step last, long nowNanos) {
        must(batcher.queuedFrames() == waiting.size(), "the batcher holds " + batcher.queuedFrames() + " frames, the books " + waiting.size());
        must(batcher.batchesInFlight() == inFlight, "the batcher runs " + batcher.batchesInFlight() + " batches, the books " + inFlight);
        if (last instanceof Step.WaitUntil wait) {
            must(wait.nanos() - nowNanos > 0, "asked to come again at a time that is not ahead");
            must(inFlight < limits.lanes(), "waits for company with no lane free");
        } else if (((Step.Idle) last).cause() == Step.Idle.Cause.NO_FRAMES) {
            must(waiting.isEmpty(), "idle with " + waiting.size() + " frames waiting");
        } else {
            must(inFlight == limits.lanes() || waitingLive == 0, "a lane is free and " + waitingLive + " live frames wait");
        }
    }

    void drained() {
        must(waiting.isEmpty(), waiting.size() + " frames were left behind");
        must(inFlight == 0, inFlight + " batches never ended");
    }

    private void leave(QueuedFrame frame) {
        must(frame.equals(waiting.remove(frame.ticket())), "frame " + frame.ticket() + " left twice or never came");
        waitingLive -= frame.trafficClass() == TrafficClass.LIVE ? 1 : 0;
    }

    private static void must(boolean holds, String broken) {
        if (!holds) {
            throw new IllegalStateException("Invariant broken: " + broken);
        }
    }
}
