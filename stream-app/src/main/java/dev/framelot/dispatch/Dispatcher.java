package dev.framelot.dispatch;

import dev.framelot.batching.Admission;
import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.ShedFrame;
import dev.framelot.batching.Step;
import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.cost.StableBatch;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.SlotPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the batcher. It hears of frames and lanes through one bounded queue, asks the batcher what to do,
 * and does it; it never decodes, runs or emits anything itself.
 */
final class Dispatcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** It comes by at least so often, so that whoever looks can tell that it lives. */
    static final long BEAT_NANOS = 500_000_000L;
    private static final long VIEW_NANOS = 50_000_000L;

    private final BlockingQueue<DispatchEvent> events;
    /** Asked and told only under the lock of {@link #device}: what it knows of the device is shared with other batchers. */
    private final MicroBatcher batcher;
    private final SharedDevice.Part device;
    private final SlotPool slots;
    private final LongSupplier nanoClock;
    private final long watchdogNanos;
    private final DispatchCounters counters;
    private final DecisionLog decisions;
    /** What to pursue next; written by whoever switches. */
    private final AtomicReference<Objective> objective;
    /** The model to serve next; null: the one that does. Written by whoever swaps. */
    private final AtomicReference<WarmModel> nextModel;
    private final Consumer<Throwable> whenBroken;
    /** Read by the stream threads. */
    private volatile int usefulFrames = Integer.MAX_VALUE;
    /** Whether the device could run one more batch and no frame waits for it. Read by a shadow. */
    private volatile boolean slack;
    /** Runs each batch from now on. Written by the dispatcher, read by any thread. */
    private volatile WarmModel serving;

    // Owned by the dispatcher's thread.
    private final List<LaneWorker> lanes;
    private final Deque<LaneWorker> freeLanes = new ArrayDeque<>();
    private final Map<Long, DecodedFrame> waiting = new HashMap<>();
    private long lastTicket;
    private boolean stopped;
    /** To be logged; null: nothing. */
    private String warning;

    /** Written by the dispatcher, read by any thread. */
    private volatile HeartView heart;

    Dispatcher(
            BlockingQueue<DispatchEvent> events,
            MicroBatcher batcher,
            SharedDevice.Part device,
            List<LaneWorker> lanes,
            SlotPool slots,
            LongSupplier nanoClock,
            long watchdogNanos,
            DispatchCounters counters,
            DecisionLog decisions,
            AtomicReference<Objective> objective,
            WarmModel serving,
            AtomicReference<WarmModel> nextModel,
            Consumer<Throwable> whenBroken) {
        this.events = events;
        this.batcher = batcher;
        this.device = device;
        this.lanes = List.copyOf(lanes);
        this.freeLanes.addAll(lanes);
        this.slots = slots;
        this.nanoClock = nanoClock;
        this.watchdogNanos = watchdogNanos;
        this.counters = counters;
        this.decisions = decisions;
        this.objective = objective;
        this.serving = serving;
        this.nextModel = nextModel;
        this.whenBroken = whenBroken;
    }

    /** Frames in flight that the batcher can use now. Any thread. */
    int usefulFrames() {
        return usefulFrames;
    }

    /** Any thread. */
    WarmModel serving() {
        return serving;
    }

    /** Any thread. */
    boolean slack() {
        return slack;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                long askAgainNanos;
                boolean gaveWay;
                device.lock();
                try {
                    askAgainNanos = decide();
                    look();
                    gaveWay = device.gaveWay();
                } finally {
                    device.unlock();
                }
                if (gaveWay) {
                    device.wakeOthers();
                }
                DispatchEvent event = events.poll(Math.min(askAgainNanos, BEAT_NANOS), TimeUnit.NANOSECONDS);
                if (event != null) {
                    device.lock();
                    try {
                        while (event != null) {
                            hear(event);
                            event = events.poll();
                        }
                    } finally {
                        device.unlock();
                    }
                    warn();
                }
                checkLanes();
            }
        } catch (InterruptedException interrupted) {
            // Stopped from outside; the frames still here are nobody's any more.
        } catch (Throwable bug) {
            whenBroken.accept(bug);
        }
    }

    /** For those who look from outside. */
    private void look() {
        long nowNanos = nanoClock.getAsLong();
        usefulFrames = batcher.usefulFrames(nowNanos);
        slack = device.idlePlace() && batcher.queuedFrames() == 0;
        showHeart(nowNanos);
    }

    private void showHeart(long nowNanos) {
        HeartView last = heart;
        if (last != null && nowNanos - last.atNanos() < VIEW_NANOS) {
            return;
        }
        CostTable cost = batcher.cost();
        List<HeartView.ShapeCost> costs = new ArrayList<>();
        for (int shape : cost.shapes().ascending()) {
            costs.add(new HeartView.ShapeCost(shape, cost.typicalNanos(shape), cost.highNanos(shape)));
        }
        StableBatch stable = batcher.stableBatch(nowNanos);
        heart = new HeartView(nowNanos, batcher.queuedFrames() - batcher.queuedBackfill(), batcher.queuedBackfill(),
                batcher.arrivalsPerNano(nowNanos) * 1e9, stable.shape(), stable.load(), batcher.maxFrames(nowNanos), List.copyOf(costs));
    }

    /** As of a moment ago; null before the first. Any thread. */
    HeartView heart() {
        return heart;
    }

    /** Does all that is due now; returns how long to wait for an event, nanoseconds. */
    private long decide() {
        Objective wanted = objective.get();
        if (wanted != batcher.objective()) {
            batcher.pursue(wanted);
        }
        cutOver();
        while (true) {
            long nowNanos = nanoClock.getAsLong();
            Step step = batcher.next(nowNanos);
            if (step instanceof Step.Dispatch dispatch) {
                give(dispatch.batch(), nowNanos);
            } else if (step instanceof Step.Shed shed) {
                leaveOut(shed, nowNanos);
            } else if (step instanceof Step.WaitUntil wait) {
                return Math.min(wait.nanos() - nowNanos, watchdogNanos);
            } else {
                return watchdogNanos;
            }
        }
    }

    /** From the next batch on; those that run end on the model that they began with. */
    private void cutOver() {
        WarmModel next = nextModel.getAndSet(null);
        if (next == null) {
            return;
        }
        WarmModel old = serving;
        serving = next;
        batcher.replaced(next.seedCosts());
        if (old.batches == 0) {
            old.released.complete(old);
        }
    }

    private void give(Batch batch, long nowNanos) {
        List<DecodedFrame> frames = new ArrayList<>(batch.frames().size());
        for (QueuedFrame frame : batch.frames()) {
            frames.add(waiting.remove(frame.ticket()));
        }
        counters.dispatched(batch);
        batcher.lastDecision().ifPresent(decisions::decided);
        WarmModel model = serving;
        model.batches++;
        freeLanes.removeFirst().run(new LaneBatch(batch, batcher.objective().policy().name(), frames, model, nowNanos));
    }

    private void leaveOut(Step.Shed shed, long nowNanos) {
        for (ShedFrame left : shed.frames()) {
            DecodedFrame frame = waiting.remove(left.frame().ticket());
            slots.release(frame.slot());
            frame.task().done(new FrameOutcome.Shed(left.reason().wireName(), ShedSentence.of(left), nowNanos + left.predictedFinishNanos()));
        }
    }

    /** Without the lock: a log may be slow. */
    private void warn() {
        if (warning != null) {
            LOG.warn(warning);
            warning = null;
        }
    }

    private void hear(DispatchEvent event) {
        if (event instanceof DispatchEvent.Arrived arrived) {
            arrived(arrived.frame());
        } else if (event instanceof DispatchEvent.LaneFree free) {
            completed(free.model(), free.outcome(), free.endedNanos());
            freeLanes.addLast(free.lane());
        } else if (event instanceof DispatchEvent.Wake wake) {
            wake.pending().set(false);
        } else if (event instanceof DispatchEvent.Drain) {
            batcher.drain();
        } else if (event instanceof DispatchEvent.Stop) {
            stopped = true;
        }
    }

    private void completed(WarmModel model, BatchOutcome outcome, long endedNanos) {
        boolean left = model != serving;
        // What a batch cost on the model before says nothing of the one that serves now.
        batcher.completed(left ? new BatchOutcome(outcome.batchId(), outcome.shape(), 0, false) : outcome, endedNanos);
        if (--model.batches == 0 && left) {
            model.released.complete(model);
        }
        decisions.ran(outcome.batchId(), outcome.runNanos());
        if (outcome.noRoom()) {
            warning = "No memory on the device for a batch of shape " + outcome.shape() + ": none above " + batcher.maxFrames(nanoClock.getAsLong())
                    + " for now, a larger one is tried later";
        }
    }

    private void arrived(DecodedFrame frame) {
        if (frame.task().cancelled()) {
            slots.release(frame.slot());
            return;
        }
        FrameTask task = frame.task();
        long budgetNanos = task.claim().budgetNanos() == QueuedFrame.NO_DEADLINE
                ? QueuedFrame.NO_DEADLINE
                : task.claim().budgetNanos() - (frame.decodedNanos() - task.takenNanos());
        QueuedFrame queued = new QueuedFrame(
                ++lastTicket, task.cameraId(), task.claim().trafficClass(), frame.decodedNanos(), budgetNanos, task.bytes(), task.takenNanos());
        if (batcher.offer(queued) instanceof Admission.Refused refused) {
            throw new IllegalStateException("The batcher must hold every slot: " + refused.why());
        }
        waiting.put(queued.ticket(), frame);
    }

    private void checkLanes() {
        long nowNanos = nanoClock.getAsLong();
        for (LaneWorker lane : lanes) {
            long runningNanos = lane.runningNanos(nowNanos);
            if (runningNanos > watchdogNanos) {
                throw new IllegalStateException("Lane " + lane.laneId() + " has run one batch for " + runningNanos / 1_000_000
                        + " ms, the limit is " + watchdogNanos / 1_000_000
                        + " ms (inference.watchdog): the device is taken for hung and the process ends without committing the batch");
            }
        }
    }
}
