package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtProvider;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.CostCurve;
import dev.framelot.inference.HostFacts;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.MemoryReading;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.OpenLanes;
import dev.framelot.inference.ProfileKey;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ONNX Runtime sessions of one model, shared by its lanes in turn: the runtime allows runs side by side, each with its own
 * stream on CUDA. Device memory grows with the number of runs at once, so there are as many lanes as were opened and no more.
 */
public final class OnnxEngine implements InferenceEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);

    private final ModelCard card;
    private final SessionSet sessions;
    private final ModelSignature signature;
    private final OnnxOptions options;
    /** In the order of the options; none on the CPU, or where there is no driver to ask. */
    private final List<CudaDevice> cuda;
    private final OpenLanes lanes = new OpenLanes();
    /** Run times that the warm-up of lanes saw, by shape. Guarded by itself. */
    private final Map<Integer, List<Long>> warmRuns = new HashMap<>();

    private OnnxEngine(SessionSet sessions, OnnxOptions options) {
        this.sessions = sessions;
        this.signature = sessions.signature();
        this.card = signature.card();
        this.options = options;
        this.cuda = onCpu() ? List.of() : options.gpu().devices().stream().map(CudaDevice::open).flatMap(Optional::stream).toList();
        if (cuda.stream().map(CudaDevice::name).distinct().count() > 1) {
            LOG.warn("The devices {} are of different kinds: batch costs are learned over all lanes together, which is right for none of them",
                    cuda.stream().map(CudaDevice::name).toList());
        }
    }

    /**
     * Loads the model, holds it against what is written of it, completes that, and runs it once in each session.
     *
     * @throws InferenceException UNUSABLE_MODEL where the model, the card or the device is not as asked and nothing else is
     *     allowed instead; OUT_OF_MEMORY, DEVICE_LOST as the first run says
     */
    public static OnnxEngine open(WrittenCard written, OnnxOptions options) throws InferenceException {
        SessionSet sessions = SessionSet.open(written, options);
        try {
            return new OnnxEngine(sessions, options);
        } catch (RuntimeException | Error unusable) {
            sessions.close();
            throw unusable;
        }
    }

    /** Whether this build of the runtime has CUDA and a driver shows its first device: what a model would really run on, a session alone proves. */
    public static boolean seesCuda() {
        return OrtRuntime.has(OrtProvider.CUDA) && CudaDevice.open(0).isPresent();
    }

    @Override
    public ModelIdentity model() {
        return card.identity();
    }

    @Override
    public String provider() {
        return Providers.label(sessions.provider());
    }

    /** What runs, complete: what the card says, and what was read off the graph. */
    public ModelCard card() {
        return card;
    }

    /** The graph with the shapes that its first run gave. */
    public GraphFacts ran() {
        return signature.ran();
    }

    @Override
    public InputGeometry input() {
        return card.input().geometry();
    }

    @Override
    public long laneBytesPerFrame() {
        long bytes = LaneInputs.frameBytes(card.input());
        for (TensorFacts output : signature.outputs()) {
            bytes += (long) LaneOutput.numbersPerFrame(output) * Float.BYTES;
        }
        return bytes;
    }

    @Override
    public OptionalInt fixedBatch() {
        return signature.fixedBatch();
    }

    /** On the CPU each lane has threads of its own; kernels of two lanes share a GPU, and together take as long as one after the other. */
    @Override
    public int concurrentBatches(int lanes) {
        return onCpu() ? lanes : Math.min(lanes, options.gpu().devices().size());
    }

    @Override
    public ProfileKey profileKey() {
        String precision = sessions.provider() == OnnxOptions.Provider.TENSORRT && options.gpu().tensorRt().fp16() ? "fp16" : card.precision();
        return new ProfileKey(
                card.identity().sha256(), provider(), onCpu() ? HostFacts.processor() : deviceNames(), "onnxruntime " + OrtRuntime.environment().getVersion(),
                precision, onCpu() ? options.threads() : 0);
    }

    private boolean onCpu() {
        return sessions.provider() == OnnxOptions.Provider.CPU;
    }

    /** Each kind once: what a batch costs on one device does not depend on how many there are. */
    private String deviceNames() {
        return cuda.isEmpty() ? "CUDA device" : String.join(" + ", cuda.stream().map(CudaDevice::name).distinct().toList());
    }

    @Override
    public CostCurve costs(List<Integer> shapes) {
        Map<Integer, CostCurve.Cost> costs = new HashMap<>();
        synchronized (warmRuns) {
            for (int shape : shapes) {
                if (warmRuns.containsKey(shape)) {
                    costs.put(shape, CostCurve.Cost.ofRuns(warmRuns.get(shape).stream().mapToLong(Long::longValue).toArray()));
                }
            }
        }
        return CostCurve.of(costs);
    }

    @Override
    public Optional<MemoryReading> memory() {
        if (onCpu()) {
            OptionalLong resident = HostFacts.residentBytes();
            return resident.isPresent() ? Optional.of(new MemoryReading(MemoryReading.Kind.RESIDENT, resident.getAsLong())) : Optional.empty();
        }
        // Of several devices the fullest: it is the one that refuses first.
        OptionalLong used = cuda.stream().map(CudaDevice::usedBytes).filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong).max();
        return used.isPresent() ? Optional.of(new MemoryReading(MemoryReading.Kind.DEVICE, used.getAsLong())) : Optional.empty();
    }

    private void warmed(int shape, long nanos) {
        synchronized (warmRuns) {
            warmRuns.computeIfAbsent(shape, s -> new ArrayList<>()).add(nanos);
        }
    }

    @Override
    public BareLane openLane(int laneId, List<Integer> shapes) throws InferenceException {
        checkShapes(shapes);
        lanes.opened(laneId);
        OnnxLane lane = null;
        try {
            lane = new OnnxLane(
                    laneId, sessions.ofLane(laneId), signature, shapes, cuda.isEmpty() ? HostPinning.NONE : cuda.get(0), () -> lanes.closed(laneId));
            lane.warm(this::warmed);
            return lane;
        } catch (InferenceException | RuntimeException | Error failure) {
            if (lane == null) {
                lanes.closed(laneId);
            } else {
                lane.close();
            }
            throw failure;
        }
    }

    /** @throws IllegalStateException a lane is still open; the session stays, the lane is named */
    @Override
    public void close() {
        if (lanes.shut()) {
            sessions.close();
        }
    }

    private void checkShapes(List<Integer> shapes) throws InferenceException {
        OptionalInt fixed = signature.fixedBatch();
        boolean allFit = !shapes.isEmpty() && shapes.stream().allMatch(s -> s >= 1 && (fixed.isEmpty() || s == fixed.getAsInt()));
        if (!allFit) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "batching.shapes is " + shapes + ", but the model " + card.identity().name() + " takes only "
                            + (fixed.isPresent()
                                    ? "batches of " + fixed.getAsInt() + "; set batching.shapes to that, or export it with a free batch axis, and not quantised dynamically"
                                    : "batches of 1 and more, and at least one shape is needed"));
        }
    }
}
