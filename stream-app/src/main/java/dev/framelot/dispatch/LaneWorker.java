package dev.framelot.dispatch;

import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.Shapes;
import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.image.SlotPool;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane and the thread that owns it: runs the batch it is given, tells the outcomes, gives the slots back. */
final class LaneWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);
    private final int laneId;
    private final Lane lane;
    private final BatchRescue rescue;
    private final FrameOutcome.ModelUsed model;
    private final SlotPool slots;
    private final LongSupplier nanoClock;
    private final Consumer<DispatchEvent> handOff;
    private final BatchListener whenRan;
    private final Consumer<Throwable> whenBroken;
    /** At most the one batch that the dispatcher gave: it gives the next only after {@code LaneFree}. */
    private final BlockingQueue<LaneBatch> next = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    /** Written by the lane's thread, read by the dispatcher's watchdog; 0 while idle. */
    private volatile long runningSinceNanos;

    LaneWorker(
            int laneId,
            Lane lane,
            Shapes shapes,
            InferenceEngine engine,
            SlotPool slots,
            LongSupplier nanoClock,
            Consumer<DispatchEvent> handOff,
            BatchListener whenRan,
            Consumer<Throwable> whenBroken) {
        this.laneId = laneId;
        this.lane = lane;
        this.rescue = new BatchRescue(lane, shapes, engine.input().slotBytes());
        ModelIdentity identity = engine.model();
        this.model = new FrameOutcome.ModelUsed(identity.name(), identity.version(), identity.sha256(), engine.provider());
        this.slots = slots;
        this.nanoClock = nanoClock;
        this.handOff = handOff;
        this.whenRan = whenRan;
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

    /** Any thread. */
    LaneState state(long nowNanos) {
        return new LaneState(laneId, thread.isAlive(), runningNanos(nowNanos));
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
        Batch batch = work.batch();
        List<Lane.Input> inputs = new ArrayList<>(frames.size());
        for (DecodedFrame frame : frames) {
            inputs.add(new Lane.Input(frame.slot(), frame.decoded().letterbox()));
        }
        long beganNanos = nanoClock.getAsLong();
        runningSinceNanos = beganNanos == 0 ? 1 : beganNanos;
        List<BatchRescue.Part> parts = new ArrayList<>(frames.size());
        boolean whole = true;
        boolean noRoom = false;
        try {
            Lane.BatchResult result = lane.run(inputs, batch.shape());
            result.results().forEach(one ->
                    parts.add(new BatchRescue.Part(one, batch.shape(), frames.size(), result.runNanos(), result.postProcessNanos())));
        } catch (InferenceException failed) {
            if (!BatchRescue.mayHelp(failed)) {
                throw failed;
            }
            whole = false;
            noRoom = failed.kind() == InferenceException.Kind.OUT_OF_MEMORY;
            LOG.warn("Batch {} of {} frames in shape {} failed and runs again in halves: {}", batch.batchId(), frames.size(), batch.shape(),
                    failed.getMessage());
            parts.addAll(rescue.inHalves(inputs, failed));
        } finally {
            runningSinceNanos = 0;
        }
        frames.forEach(frame -> slots.release(frame.slot()));
        long endedNanos = nanoClock.getAsLong();
        long busyNanos = endedNanos - beganNanos;
        handOff.accept(new DispatchEvent.LaneFree(
                this, new BatchOutcome(batch.batchId(), batch.shape(), whole ? busyNanos : 0, noRoom), endedNanos));
        whenRan.ran(new BatchListener.BatchRun(batch, work.mode(), laneId, epochMicros() - busyNanos / 1_000, busyNanos, whole));
        for (int i = 0; i < frames.size(); i++) {
            frames.get(i).task().done(outcome(frames.get(i), parts.get(i), work, beganNanos));
        }
    }

    private FrameOutcome outcome(DecodedFrame frame, BatchRescue.Part part, LaneBatch work, long beganNanos) {
        Lane.FrameResult found = part.result();
        if (found.fault().isPresent()) {
            return new FrameOutcome.DeadLettered(found.fault().get());
        }
        Batch batch = work.batch();
        BatchInfo info = new BatchInfo(
                batch.batchId(), part.shape(), part.frames(), batch.reason().wireName(), laneId, batch.predictedRunNanos());
        StageNanos stages = new StageNanos(
                frame.decodeBeganNanos() - frame.task().takenNanos(),
                frame.decodedNanos() - frame.decodeBeganNanos(),
                work.decidedNanos() - frame.decodedNanos(),
                beganNanos - work.decidedNanos(),
                part.runNanos(),
                part.postProcessNanos());
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

    private static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
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
