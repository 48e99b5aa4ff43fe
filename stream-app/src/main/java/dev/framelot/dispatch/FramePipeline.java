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
    private final Dispatcher dispatcher;
    private final LongSupplier nanoClock;
    private final Consumer<Throwable> whenBroken;
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /**
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
        this.slots = new SlotPool(slotCount, engine.input().slotBytes());
        this.pursued = new AtomicReference<>(objective);
        // Each slot and each lane has at most one event under way; three more for drain, stop and another objective.
        this.events = new ArrayBlockingQueue<>(slotCount + limits.lanes() + 3);
        try {
            for (int i = 0; i < limits.lanes(); i++) {
                lanes.add(new LaneWorker(
                        i, engine.openLane(i, limits.shapes().ascending()), limits.shapes(), engine, slots, nanoClock, events::add, whenRan, this::broke));
            }
        } catch (InferenceException | RuntimeException refused) {
            lanes.forEach(LaneWorker::close);
            throw refused;
        }
        this.decodePool = new DecodePool(
                decoders, slots, Math.max(1, slotCount / 2), decodeWorkers, nanoClock, frame -> events.add(new DispatchEvent.Arrived(frame)), this::broke);
        this.dispatcher = new Dispatcher(
                events,
                new MicroBatcher(limits, objective, new CostTable(limits.shapes(), seedCosts.get())),
                lanes,
                slots,
                nanoClock,
                watchdog.toNanos(),
                counters,
                decisions,
                pursued,
                this::broke);
        this.dispatcherThread = new Thread(dispatcher, "framelot-dispatcher");
        dispatcherThread.setDaemon(true);
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
        // A full queue means that the dispatcher is awake, and it looks before each decision.
        events.offer(new DispatchEvent.Pursue());
    }

    public Objective objective() {
        return pursued.get();
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
            whenBroken.accept(failure);
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
    }
}
