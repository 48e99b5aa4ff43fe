package dev.framelot.dispatch;

import dev.framelot.batching.Shapes;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A loaded model with a warm lane for each lane's thread: ready to serve. A batch runs from its first to its last frame on the one that it was
 * given, so its results name one model.
 *
 * <p>Whoever opened it closes it, once no batch runs on it: the pipeline says when.
 */
public final class WarmModel implements AutoCloseable {
    private final InferenceEngine engine;
    private final List<Lane> lanes;
    private final Map<Integer, Long> seedCosts;
    private final FrameOutcome.ModelUsed used;
    /** Done by the dispatcher, once another model serves and the last batch on this one has ended. */
    final CompletableFuture<WarmModel> released = new CompletableFuture<>();
    /** Batches that run on it. Owner: the dispatcher's thread. */
    int batches;

    private WarmModel(InferenceEngine engine, List<Lane> lanes, Map<Integer, Long> seedCosts) {
        this.engine = engine;
        this.lanes = List.copyOf(lanes);
        this.seedCosts = Map.copyOf(seedCosts);
        ModelIdentity identity = engine.model();
        this.used = new FrameOutcome.ModelUsed(identity.name(), identity.version(), identity.sha256(), engine.provider());
    }

    /**
     * Opens the lanes, each warmed for every shape; takes as long as that takes.
     *
     * @param costs nanoseconds of a run by shape, asked once, when the lanes are warm; may be empty
     * @throws InferenceException a lane could not be opened; those that were are closed, the engine stays the caller's
     */
    public static WarmModel open(InferenceEngine engine, int lanes, Shapes shapes, Supplier<Map<Integer, Long>> costs) throws InferenceException {
        List<Lane> opened = new ArrayList<>();
        try {
            for (int i = 0; i < lanes; i++) {
                opened.add(engine.openLane(i, shapes.ascending()));
            }
            return new WarmModel(engine, opened, costs.get());
        } catch (InferenceException | RuntimeException | Error refused) {
            opened.forEach(Lane::close);
            throw refused;
        }
    }

    public InferenceEngine engine() {
        return engine;
    }

    int lanes() {
        return lanes.size();
    }

    /** For the thread of that lane, until it gives the batch back. */
    Lane lane(int laneId) {
        return lanes.get(laneId);
    }

    Map<Integer, Long> seedCosts() {
        return seedCosts;
    }

    FrameOutcome.ModelUsed used() {
        return used;
    }

    /** The engine stays open, and its owner's. */
    public void closeLanes() {
        lanes.forEach(Lane::close);
    }

    /** @throws IllegalStateException a lane is still open elsewhere, as the engine says */
    @Override
    public void close() {
        closeLanes();
        engine.close();
    }

    @Override
    public String toString() {
        return used.name() + " " + used.version();
    }
}
