package dev.framelot.inference;

import dev.framelot.frame.Detection;
import dev.framelot.image.InputGeometry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * For tests and load tests only: runs no model. A batch takes a declared time, {@code fixed + perFrame * shape} (padding costs
 * as much as a frame, as on a device), and every frame gets one detection that covers it.
 *
 * <p>All lanes share one declared device that runs one batch at a time, in the order asked. A batch that waited for the device
 * starts, on paper, at the moment the one before it was due to end: so the time to hand the device over is not charged, and
 * the capacity is exactly what was declared.
 */
public final class DeclaredCostEngine implements InferenceEngine {

    /** What a test lets go wrong. */
    @FunctionalInterface
    public interface Fault {
        Fault NONE = shape -> {};

        /** Called before each batch, outside the device's time. */
        void beforeRun(int shape) throws InferenceException;

        /** The same, with the frames; a fault that cares for them overrides it. */
        default void beforeRun(List<Lane.Input> frames, int shape) throws InferenceException {
            beforeRun(shape);
        }
    }

    private final InputGeometry input;
    private final long fixedNanos;
    private final long frameNanos;
    private final LongSupplier nanoClock;
    private final Sleeper sleeper;
    private final Fault fault;
    private final ModelIdentity model;
    private final OpenLanes lanes = new OpenLanes();
    private final ReentrantLock device = new ReentrantLock(true);
    /** Guarded by {@link #device}. */
    private long deviceFreeAtNanos;

    /** On the real clock. @param fixed of a batch @param perFrame of each place of a batch, filled or not */
    public DeclaredCostEngine(InputGeometry input, Duration fixed, Duration perFrame) {
        this(input, fixed, perFrame, System::nanoTime, new PreciseSleeper(), Fault.NONE);
    }

    public DeclaredCostEngine(
            InputGeometry input, Duration fixed, Duration perFrame, LongSupplier nanoClock, Sleeper sleeper, Fault fault) {
        if (fixed.isNegative() || perFrame.isNegative()) {
            throw new IllegalArgumentException("declared costs are " + fixed + " and " + perFrame + ", must not be negative");
        }
        this.input = input;
        this.fixedNanos = fixed.toNanos();
        this.frameNanos = perFrame.toNanos();
        this.nanoClock = nanoClock;
        this.sleeper = sleeper;
        this.fault = fault;
        this.model = new ModelIdentity("declared-cost", fixedNanos + "ns+" + frameNanos + "ns", "0".repeat(64));
        this.deviceFreeAtNanos = nanoClock.getAsLong();
    }

    @Override
    public ModelIdentity model() {
        return model;
    }

    @Override
    public String provider() {
        return "declared-cost";
    }

    @Override
    public InputGeometry input() {
        return input;
    }

    /** What a batch of this shape takes on the idle device. */
    public long costNanos(int shape) {
        return fixedNanos + frameNanos * shape;
    }

    @Override
    public int concurrentBatches(int lanes) {
        return 1;
    }

    @Override
    public ProfileKey profileKey() {
        return new ProfileKey(model.sha256(), provider(), "declared " + model.version(), "none", "none", 0);
    }

    @Override
    public CostCurve costs(List<Integer> shapes) {
        Map<Integer, CostCurve.Cost> costs = new HashMap<>();
        // Also where nothing is declared: a cost of nothing is no cost to decide by.
        shapes.forEach(shape -> costs.put(shape, new CostCurve.Cost(Math.max(1, costNanos(shape)), Math.max(1, costNanos(shape)))));
        return CostCurve.of(costs);
    }

    @Override
    public Lane openLane(int laneId, List<Integer> shapes) {
        lanes.opened(laneId);
        return new DeclaredLane(laneId, Set.copyOf(shapes));
    }

    @Override
    public void close() {
        lanes.shut();
    }

    private void occupyDevice(int shape) {
        long askedNanos = nanoClock.getAsLong();
        device.lock();
        try {
            long startNanos = deviceFreeAtNanos - askedNanos > 0 ? deviceFreeAtNanos : askedNanos;
            deviceFreeAtNanos = startNanos + costNanos(shape);
            sleeper.sleepUntil(deviceFreeAtNanos);
        } finally {
            device.unlock();
        }
    }

    private final class DeclaredLane implements Lane {
        private final int laneId;
        private final Set<Integer> shapes;
        private boolean closed;

        DeclaredLane(int laneId, Set<Integer> shapes) {
            this.laneId = laneId;
            this.shapes = shapes;
        }

        @Override
        public BatchResult run(List<Input> frames, int shape) throws InferenceException {
            Batches.check(frames.size(), shape, shapes::contains, laneId, closed);
            fault.beforeRun(frames, shape);
            long beganNanos = nanoClock.getAsLong();
            occupyDevice(shape);
            long ranNanos = nanoClock.getAsLong();
            List<FrameResult> results = new ArrayList<>(frames.size());
            for (Input frame : frames) {
                Detection whole = new Detection(
                        0, 0, frame.letterbox().sourceWidth(), frame.letterbox().sourceHeight(), 0, "declared", 1);
                results.add(new FrameResult(List.of(whole), false, Optional.empty()));
            }
            return new BatchResult(results, ranNanos - beganNanos, nanoClock.getAsLong() - ranNanos);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                lanes.closed(laneId);
            }
        }
    }
}
