package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtException;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.CostCurve;
import dev.framelot.inference.HostFacts;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.MemoryReading;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.OpenLanes;
import dev.framelot.inference.ProfileKey;
import dev.framelot.inference.WrittenCard;
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
 * One ONNX Runtime session, shared by its lanes: the runtime allows runs side by side, each with its own stream on CUDA. Device
 * memory grows with the number of runs at once, so there are as many lanes as were opened and no more.
 */
public final class OnnxEngine implements InferenceEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);

    private final ModelCard card;
    private final DeviceSession device;
    private final ModelSignature signature;
    private final String provider;
    private final OnnxOptions options;
    private final Optional<CudaDevice> cuda;
    private final OpenLanes lanes = new OpenLanes();
    /** Run times that the warm-up of lanes saw, by shape. Guarded by itself. */
    private final Map<Integer, List<Long>> warmRuns = new HashMap<>();

    private OnnxEngine(DeviceSession device, ModelSignature signature, String provider, OnnxOptions options) {
        this.card = signature.card();
        this.device = device;
        this.signature = signature;
        this.provider = provider;
        this.options = options;
        this.cuda = provider.equals("cuda") ? CudaDevice.open(options.deviceId()) : Optional.empty();
    }

    /**
     * Loads the model, holds it against what is written of it, completes that, and runs it once.
     *
     * @throws InferenceException UNUSABLE_MODEL where the model, the card or (with {@code requireGpu}) the device is not as
     *     asked; OUT_OF_MEMORY, DEVICE_LOST as the first run says
     */
    public static OnnxEngine open(WrittenCard written, OnnxOptions options) throws InferenceException {
        if (options.provider() == OnnxOptions.Provider.CPU) {
            return onCpu(written, options);
        }
        try {
            return onCuda(written, options);
        } catch (CudaUnavailable missing) {
            String tried = "CUDA device " + options.deviceId() + " was asked for, but " + missing.getMessage();
            if (options.requireGpu()) {
                throw new InferenceException(
                        InferenceException.Kind.UNUSABLE_MODEL,
                        tried + "; build with the Maven profile -Pcuda and check the driver, CUDA and cuDNN,"
                                + " or set inference.require-gpu to false to run on the CPU",
                        missing);
            }
            LOG.warn("{}; the model runs on the CPU (set inference.require-gpu to refuse that)", tried);
            return onCpu(written, options.onCpu());
        }
    }

    private static OnnxEngine onCpu(WrittenCard written, OnnxOptions options) throws InferenceException {
        DeviceSession device = DeviceSession.onCpu(written.file(), options.threads());
        try {
            return new OnnxEngine(device, ModelSignature.of(device.session(), written), "cpu", options);
        } catch (InferenceException | RuntimeException unusable) {
            device.close();
            throw unusable;
        }
    }

    private static OnnxEngine onCuda(WrittenCard written, OnnxOptions options) throws InferenceException, CudaUnavailable {
        try (CudaProof proof = new CudaProof()) {
            DeviceSession device = DeviceSession.onCuda(written.file(), options, proof);
            try {
                ModelSignature signature = ModelSignature.of(device.session(), written);
                Map<String, Integer> nodes = proof.nodesByProvider(device.session());
                LOG.info("CUDA device {} runs {}: nodes of the first run {}", options.deviceId(), signature.card().identity().name(), nodes);
                return new OnnxEngine(device, signature, "cuda", options);
            } catch (OrtException failure) {
                device.close();
                throw new CudaUnavailable("the first run could not be profiled: " + failure.getMessage());
            } catch (InferenceException | CudaUnavailable | RuntimeException unusable) {
                device.close();
                throw unusable;
            }
        }
    }

    @Override
    public ModelIdentity model() {
        return card.identity();
    }

    @Override
    public String provider() {
        return provider;
    }

    /** What runs, complete: what the card says, and what was read off the graph. */
    public ModelCard card() {
        return card;
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

    /** On the CPU each lane has threads of its own; kernels of two lanes share one GPU, and together take as long as one after the other. */
    @Override
    public int concurrentBatches(int lanes) {
        return provider.equals("cpu") ? lanes : 1;
    }

    @Override
    public ProfileKey profileKey() {
        String where = provider.equals("cpu")
                ? HostFacts.processor()
                : cuda.map(CudaDevice::name).orElse("CUDA device " + options.deviceId());
        return new ProfileKey(
                card.identity().sha256(), provider, where, "onnxruntime " + OrtRuntime.environment().getVersion(), card.precision(),
                provider.equals("cpu") ? options.threads() : 0);
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
        OptionalLong used = provider.equals("cpu") ? HostFacts.residentBytes() : cuda.map(CudaDevice::usedBytes).orElse(OptionalLong.empty());
        MemoryReading.Kind kind = provider.equals("cpu") ? MemoryReading.Kind.RESIDENT : MemoryReading.Kind.DEVICE;
        return used.isPresent() ? Optional.of(new MemoryReading(kind, used.getAsLong())) : Optional.empty();
    }

    private void warmed(int shape, long nanos) {
        synchronized (warmRuns) {
            warmRuns.computeIfAbsent(shape, s -> new ArrayList<>()).add(nanos);
        }
    }

    @Override
    public Lane openLane(int laneId, List<Integer> shapes) throws InferenceException {
        checkShapes(shapes);
        lanes.opened(laneId);
        OnnxLane lane = null;
        try {
            lane = new OnnxLane(laneId, device.session(), signature, shapes, () -> lanes.closed(laneId));
            lane.warm(this::warmed);
            return lane;
        } catch (InferenceException | RuntimeException failure) {
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
            device.close();
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
                                    ? "batches of " + fixed.getAsInt() + "; set batching.shapes to that, or export it with a free batch axis"
                                    : "batches of 1 and more, and at least one shape is needed"));
        }
    }
}
