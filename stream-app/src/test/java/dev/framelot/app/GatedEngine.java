package dev.framelot.app;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.CostCurve;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.ProfileKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A declared device whose warming, runs and end wait at gates. Its clock moves by its runs alone. A model's version is what a run costs. */
final class GatedEngine implements InferenceEngine {
    static final InputGeometry PLANE = new InputGeometry(32, 32, 0, false);

    /** Before each lane is opened. */
    final Gate warming = new Gate();
    /** Before the engine is closed. */
    final Gate ending = new Gate();
    /** Shapes that each lane was opened for. */
    final Map<Integer, List<Integer>> warm = new ConcurrentHashMap<>();
    private final Map<Integer, Gate> runs = new ConcurrentHashMap<>();
    private final DeclaredCostEngine device;
    private final InputGeometry input;
    private final String provider;
    private volatile boolean closed;
    private volatile String card = "";

    GatedEngine(AtomicLong clockNanos, long costNanos) {
        this(clockNanos, costNanos, PLANE);
    }

    GatedEngine(AtomicLong clockNanos, long costNanos, InputGeometry input) {
        this(clockNanos, costNanos, input, "declared-cost");
    }

    /** @param provider what it says that it runs on */
    GatedEngine(AtomicLong clockNanos, long costNanos, InputGeometry input, String provider) {
        this.input = input;
        this.provider = provider;
        this.device = new DeclaredCostEngine(input, Duration.ofNanos(costNanos), Duration.ZERO, clockNanos::get,
                until -> clockNanos.accumulateAndGet(until, Math::max), DeclaredCostEngine.Fault.NONE);
    }

    /** Before each run on this lane. */
    Gate runs(int laneId) {
        return runs.computeIfAbsent(laneId, id -> new Gate());
    }

    /** The hash of its card. */
    GatedEngine with(String otherCard) {
        card = otherCard;
        return this;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public ModelIdentity model() {
        ModelIdentity model = device.model();
        return new ModelIdentity(model.name(), model.version(), model.sha256(), card);
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public InputGeometry input() {
        return input;
    }

    @Override
    public int concurrentBatches(int lanes) {
        return lanes;
    }

    @Override
    public ProfileKey profileKey() {
        return device.profileKey();
    }

    @Override
    public CostCurve costs(List<Integer> shapes) {
        return device.costs(shapes);
    }

    @Override
    public Lane openLane(int laneId, List<Integer> shapes) throws InferenceException {
        warming.pass();
        Lane lane = device.openLane(laneId, shapes);
        warm.put(laneId, shapes);
        return new Lane() {
            @Override
            public BatchResult run(List<Input> frames, int shape) throws InferenceException {
                runs(laneId).pass();
                return lane.run(frames, shape);
            }

            @Override
            public void close() {
                lane.close();
            }
        };
    }

    @Override
    public void close() {
        ending.pass();
        device.close();
        closed = true;
    }
}
