package dev.framelot.dispatch;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.Objective;
import dev.framelot.batching.cost.CostTable;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.SlotPool;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** From a compressed frame to its outcome: decode workers, the dispatcher with the batcher, the lanes. */
public final class FramePipeline implements AutoCloseable {
    private final SlotPool slots;
    private final DecodePool decodePool;
    private final BlockingQueue<DispatchEvent> events;
    private final List<LaneWorker> lanes = new ArrayList<>();
    private final Thread dispatcherThread;
    private final DispatchCounters counters = new DispatchCounters();
    private final DecisionLog decisions = new DecisionLog();
    private final AtomicReference<Objective> pursued;
    private final AtomicReference<WarmModel> nextModel = new AtomicReference<>();
    /** Served before, and a batch of it may still run; null: none. */
    private final AtomicReference<WarmModel> leaving = new AtomicReference<>();
    /** A wake-up stands in the queue of events. */
    private final AtomicBoolean wake = new AtomicBoolean();
    private final AtomicReference<Shadow> shadow = new AtomicReference<>();
    private final ShadowCounters shadowCounters = new ShadowCounters();
    private final BatchLimits limits;
    private final SharedDevice.Part device;
    private final Dispatcher dispatcher;
    private final LongSupplier nanoClock;
    private final Consumer<Throwable> whenBroken;
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /** With the device to itself. */
    public FramePipeline(
            InferenceEngine engine,
            FrameDecoders decoders,
            BatchLimits limits,
            Objective objective,
            Supplier<Map<Integer, Long>> seedCosts,
            int decodeWorkers,
            int slotCount,
            Duration watchdog,
            LongSupplier nanoClock,
            BatchListener whenRan,
            Consumer<Throwable> whenBroken)
            throws InferenceException {
        this(engine, decoders, limits, new SharedDevice(limits.concurrent()).join(1), objective, seedCosts, decodeWorkers, slotCount, watchdog, nanoClock, whenRan, whenBroken);
    }

    /**
     * @param device its part in the device that runs the batches
     * @param engine serves first; stays the caller's, its lanes are closed with this
     * @param seedCosts nanoseconds of a run by shape, as measured before; may be empty. Asked once, when the lanes are warm
     * @param decodeWorkers threads
     * @param slotCount decoded frames that may exist at once, all stages together
     * @param watchdog longest a batch may run
     * @param whenRan told of each batch
     * @param whenBroken told once, when the pipeline can go on no more; frames then get no outcome
     * @throws InferenceException a lane could not be opened
     */
    public FramePipeline(
            InferenceEngine engine,
            FrameDecoders decoders,
            BatchLimits limits,
            SharedDevice.Part device,
            Objective objective,
            Supplier<Map<Integer, Long>> seedCosts,
            int decodeWorkers,
            int slotCount,
            Duration watchdog,
            LongSupplier nanoClock,
            BatchListener whenRan,
            Consumer<Throwable> whenBroken)
            throws InferenceException {
        this.whenBroken = whenBroken;
        this.nanoClock = nanoClock;
        this.limits = limits;
        this.device = device;
        this.slots = new SlotPool(slotCount, engine.input().slotBytes());
        this.pursued = new AtomicReference<>(objective);
        // Each slot and each lane has at most one event under way; drain and stop come once each, and one wake-up stands here at most.
        this.events = new ArrayBlockingQueue<>(slotCount + limits.lanes() + 3);
        WarmModel first = WarmModel.open(engine, limits.lanes(), limits.shapes(), seedCosts);
        try {
            CostTable costs = new CostTable(limits.shapes(), first.seedCosts());
            this.decodePool = new DecodePool(
                    decoders, slots, Math.max(1, slotCount / 2), decodeWorkers, nanoClock, frame -> events.add(new DispatchEvent.Arrived(frame)), this::broke);
            for (int i = 0; i < limits.lanes(); i++) {
                lanes.add(new LaneWorker(i, limits.shapes(), slots, nanoClock, events::add, whenRan, this::broke, shadow));
            }
            this.dispatcher = new Dispatcher(
                    events,
                    new MicroBatcher(limits, objective, costs, device.share()),
                    device,
                    lanes,
                    slots,
                    nanoClock,
                    watchdog.toNanos(),
                    counters,
                    decisions,
                    pursued,
                    first,
                    nextModel,
                    this::broke);
        } catch (RuntimeException | Error refused) {
            // Else the engine, which the caller closes now, speaks of lanes that are still open, and nobody learns why.
            first.closeLanes();
            throw refused;
        }
        this.dispatcherThread = new Thread(dispatcher, "framelot-dispatcher");
        dispatcherThread.setDaemon(true);
        device.whenOthersMoved(this::wake);
    }

    public void start() {
        lanes.forEach(LaneWorker::start);
        dispatcherThread.start();
        decodePool.start();
    }

    /** Takes a frame; never blocks. Any thread. */
    public void submit(FrameTask task) {
        decodePool.submit(task);
    }

    /** The next decision follows this objective. Any thread. */
    public void pursue(Objective objective) {
        pursued.set(objective);
        wake();
    }

    /** One that has not been heard yet serves for this change too: the dispatcher looks after it has heard. */
    private void wake() {
        if (wake.compareAndSet(false, true)) {
            events.add(new DispatchEvent.Wake(wake));
        }
    }

    public Objective objective() {
        return pursued.get();
    }

    /** The model that each batch from now on runs on. Any thread. */
    public WarmModel serving() {
        return dispatcher.serving();
    }

    /**
     * From the next batch on this model serves; no frame waits for that. Any thread, one swap after the other.
     *
     * @param next opened for this pipeline's lanes and shapes, with the same input
     * @return the model that served, once its last batch has ended: the caller's to close. Fails where the pipeline ended first
     */
    public CompletableFuture<WarmModel> swap(WarmModel next) {
        WarmModel old = serving();
        if (next == old || next.lanes() != limits.lanes() || !next.engine().input().equals(old.engine().input())) {
            throw new IllegalArgumentException(next + " has " + next.lanes() + " lanes for " + next.engine().input() + "; this pipeline has " + limits.lanes()
                    + " for " + old.engine().input());
        }
        if (!leaving.compareAndSet(null, old)) {
            throw new IllegalStateException(leaving.get() + " has not left yet, so " + next + " can't be swapped in");
        }
        CompletableFuture<WarmModel> left = old.released.whenComplete((released, ended) -> leaving.set(null));
        nextModel.set(next);
        wake();
        // It may have broken before it could see that a model was to leave.
        broken().ifPresent(this::nothingLeaves);
        return left;
    }

    /**
     * Frames that have run are shown to this model too, as far as it has time. Any thread, one change after the other.
     *
     * @param model with one lane, warm for the smallest shape; closed when its time is over
     * @param whenFailed told when it can go on no more; it is then to be ended by {@link #stopShadow}
     */
    public void shadow(WarmModel model, Consumer<Throwable> whenFailed) {
        stopShadow();
        Shadow next = new Shadow(model, limits.shapes().ascending().get(0),
                () -> dispatcher.slack() && decodePool.waiting() == 0 && device.shadowBegins(), device::shadowEnded, shadowCounters, nanoClock, whenFailed);
        next.start();
        shadow.set(next);
    }

    /** Waits for the frame that it runs; not from its own thread. */
    public void stopShadow() {
        Shadow ending = shadow.getAndSet(null);
        if (ending != null) {
            ending.close();
        }
    }

    /** Any thread. */
    public Optional<WarmModel> shadow() {
        return Optional.ofNullable(shadow.get()).map(Shadow::model);
    }

    public ShadowCounters shadowCounters() {
        return shadowCounters;
    }

    public DecisionLog decisions() {
        return decisions;
    }

    /** From now on no frame waits for company. */
    public void drain() {
        events.add(new DispatchEvent.Drain());
    }

    /** Frames in flight that the batcher can use now; more are better left in Kafka. Any thread. */
    public int usefulFrames() {
        return dispatcher.usefulFrames();
    }

    /** The batcher as of a moment ago; empty before it began. Any thread. */
    public Optional<HeartView> heart() {
        return Optional.ofNullable(dispatcher.heart());
    }

    /** In the order of their numbers. Any thread. */
    public List<LaneState> lanes() {
        long nowNanos = nanoClock.getAsLong();
        return lanes.stream().map(lane -> lane.state(nowNanos)).toList();
    }

    /** What stopped it; empty while it works. Any thread. */
    public Optional<Throwable> broken() {
        return Optional.ofNullable(broken.get());
    }

    public DispatchCounters counters() {
        return counters;
    }

    /** Decoded frames that wait or run. */
    public int slotsInUse() {
        return slots.inUse();
    }

    /** Compressed frames that wait for a decode worker. */
    public int waitingForDecode() {
        return decodePool.waiting();
    }

    private void broke(Throwable failure) {
        if (broken.compareAndSet(null, failure)) {
            nothingLeaves(failure);
            whenBroken.accept(failure);
        }
    }

    /** Whoever waits for a model's last batch is told that nobody will say when it has ended. */
    private void nothingLeaves(Throwable why) {
        WarmModel left = leaving.get();
        if (left != null) {
            left.released.completeExceptionally(new IllegalStateException("The pipeline ended before " + left + " had left: " + why.getMessage(), why));
        }
    }

    /** Ends all threads; frames without an outcome get none. Not from one of its own threads. */
    @Override
    public void close() {
        decodePool.close();
        events.offer(new DispatchEvent.Stop());
        dispatcherThread.interrupt();
        try {
            dispatcherThread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        lanes.forEach(LaneWorker::close);
        stopShadow();
        WarmModel serving = serving();
        for (LaneWorker lane : lanes) {
            if (lane.ended()) {
                serving.lane(lane.laneId()).close();
            }
        }
        nothingLeaves(new IllegalStateException("it was closed"));
    }
}
