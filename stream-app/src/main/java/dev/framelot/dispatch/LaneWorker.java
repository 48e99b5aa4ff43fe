package dev.framelot.dispatch;

import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.image.SlotPool;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One lane and the thread that owns it: runs the batch it is given, tells the outcomes, gives the slots back. */
final class LaneWorker implements AutoCloseable {
    private final int laneId;
    private final Lane lane;
    private final FrameOutcome.ModelUsed model;
    private final SlotPool slots;
    private final LongSupplier nanoClock;
    private final Consumer<DispatchEvent> handOff;
    private final Consumer<Throwable> whenBroken;
    /** At most the one batch that the dispatcher gave: it gives the next only after {@code LaneFree}. */
    private final BlockingQueue<LaneBatch> next = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    /** Written by the lane's thread, read by the dispatcher's watchdog; 0 while idle. */
    private volatile long runningSinceNanos;

    LaneWorker(
            int laneId,
            Lane lane,
            InferenceEngine engine,
            SlotPool slots,
            LongSupplier nanoClock,
            Consumer<DispatchEvent> handOff,
            Consumer<Throwable> whenBroken) {
        this.laneId = laneId;
        this.lane = lane;
        ModelIdentity identity = engine.model();
        this.model = new FrameOutcome.ModelUsed(identity.name(), identity.version(), identity.sha256(), engine.provider());
        this.slots = slots;
        this.nanoClock = nanoClock;
        this.handOff = handOff;
        this.whenBroken = whenBroken;
        this.thread = new Thread(this::work, "framelot-lane-" + laneId);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    int laneId() {
        return laneId;
    }

    /** Dispatcher's thread; only while this lane is free. */
    void run(LaneBatch batch) {
        next.add(batch);
    }

    /** How long the batch now on the lane has run; 0 while idle. Any thread. */
    long runningNanos(long nowNanos) {
        long since = runningSinceNanos;
        return since == 0 ? 0 : nowNanos - since;
    }

    private void work() {
        try {
            while (true) {
                runBatch(next.take());
            }
        } catch (InterruptedException stopped) {
            // close() ends the lane this way, between batches or instead of the next.
        } catch (Throwable failure) {
            whenBroken.accept(failure);
        } finally {
            lane.close();
        }
    }

    private void runBatch(LaneBatch work) throws InferenceException {
        List<DecodedFrame> frames = work.frames();
        List<Lane.Input> inputs = new ArrayList<>(frames.size());
        for (DecodedFrame frame : frames) {
            inputs.add(new Lane.Input(frame.slot(), frame.decoded().letterbox()));
        }
        long beganNanos = nanoClock.getAsLong();
        runningSinceNanos = beganNanos == 0 ? 1 : beganNanos;
        Lane.BatchResult result;
        try {
            result = lane.run(inputs, work.batch().shape());
        } finally {
            runningSinceNanos = 0;
        }
        frames.forEach(frame -> slots.release(frame.slot()));
        handOff.accept(new DispatchEvent.LaneFree(this, work.batch().batchId(), work.batch().shape(), nanoClock.getAsLong() - beganNanos));

        BatchInfo info = new BatchInfo(
                work.batch().batchId(), work.batch().shape(), frames.size(), work.batch().reason().wireName(), laneId, work.batch().predictedRunNanos());
        for (int i = 0; i < frames.size(); i++) {
            frames.get(i).task().done(outcome(frames.get(i), result.results().get(i), result, info, work, beganNanos));
        }
    }

    private FrameOutcome outcome(
            DecodedFrame frame, Lane.FrameResult found, Lane.BatchResult batch, BatchInfo info, LaneBatch work, long beganNanos) {
        if (found.fault().isPresent()) {
            return new FrameOutcome.DeadLettered(found.fault().get());
        }
        StageNanos stages = new StageNanos(
                frame.decodeBeganNanos() - frame.task().takenNanos(),
                frame.decodedNanos() - frame.decodeBeganNanos(),
                work.decidedNanos() - frame.decodedNanos(),
                beganNanos - work.decidedNanos(),
                batch.runNanos(),
                batch.postProcessNanos());
        return new FrameOutcome.Detected(
                found.detections(),
                found.truncated(),
                frame.decoded().letterbox().sourceWidth(),
                frame.decoded().letterbox().sourceHeight(),
                frame.decoded().corrupt(),
                model,
                info,
                stages);
    }

    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            lane.close();
            return;
        }
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
