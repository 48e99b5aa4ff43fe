package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.onnx.OnnxOptions.Provider;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions of one model, as many on each device as the options say, and what really runs them. Never mixed: one provider for all. */
final class SessionSet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSet.class);

    private final List<DeviceSession> sessions;
    private final ModelSignature signature;
    private final Provider provider;

    private SessionSet(List<DeviceSession> sessions, ModelSignature signature, Provider provider) {
        this.sessions = List.copyOf(sessions);
        this.signature = signature;
        this.provider = provider;
    }

    /** As {@link OnnxEngine#open}. */
    static SessionSet open(WrittenCard written, OnnxOptions options) throws InferenceException {
        List<Provider> attempts = options.attempts();
        List<String> refusals = new ArrayList<>();
        for (Provider provider : attempts) {
            try {
                SessionSet opened = new Opening(written, options, provider).open();
                if (!refusals.isEmpty()) {
                    LOG.warn("{}; the model runs with provider {}", String.join("; ", refusals), Providers.label(provider));
                }
                return opened;
            } catch (DeviceUnavailable missing) {
                refusals.add(Providers.asked(provider, options.gpu().devices()) + " was asked for, but " + missing.getMessage());
            }
        }
        throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, String.join("; ", refusals) + "; " + Providers.remedy(options, OrtRuntime.has(OrtProvider.CUDA)));
    }

    /** Sessions in turn, device by device first. */
    OrtSession ofLane(int laneId) {
        return sessions.get(Math.floorMod(laneId, sessions.size())).session();
    }

    int size() {
        return sessions.size();
    }

    ModelSignature signature() {
        return signature;
    }

    Provider provider() {
        return provider;
    }

    @Override
    public void close() {
        closeAll(sessions);
    }

    /** One that can't be closed keeps no other open. */
    private static void closeAll(List<DeviceSession> sessions) {
        RuntimeException failure = null;
        for (DeviceSession session : sessions) {
            try {
                session.close();
            } catch (RuntimeException left) {
                failure = failure == null ? left : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private record Opening(WrittenCard written, OnnxOptions options, Provider provider) {
        SessionSet open() throws InferenceException, DeviceUnavailable {
            List<Integer> devices = provider == Provider.CPU ? List.of(0) : options.gpu().devices();
            List<DeviceSession> opened = new ArrayList<>();
            ModelSignature signature = null;
            try {
                for (int i = 0; i < options.sessionsPerDevice() * devices.size(); i++) {
                    signature = provider == Provider.CPU ? onCpu(opened) : onGpu(devices.get(i % devices.size()), opened);
                }
                return new SessionSet(opened, signature, provider);
            } catch (InferenceException | DeviceUnavailable | RuntimeException | Error unusable) {
                try {
                    closeAll(opened);
                } catch (RuntimeException left) {
                    unusable.addSuppressed(left);
                }
                throw unusable;
            }
        }

        /** TensorRT must be told the graph's input before it has a session that could be asked. */
        private ModelCard read() throws InferenceException {
            try (DeviceSession reading = DeviceSession.onCpu(written.file(), options.threads())) {
                return ModelSignature.of(reading.session(), written, Integer.MAX_VALUE).card();
            }
        }

        private ModelSignature onCpu(List<DeviceSession> opened) throws InferenceException {
            opened.add(DeviceSession.onCpu(written.file(), options.threads()));
            return ModelSignature.of(opened.get(opened.size() - 1).session(), written, Integer.MAX_VALUE);
        }

        private ModelSignature onGpu(int deviceId, List<DeviceSession> opened) throws InferenceException, DeviceUnavailable {
            boolean tensorRt = provider == Provider.TENSORRT;
            try (ProviderProof proof = new ProviderProof(Providers.ortName(provider))) {
                DeviceSession session = tensorRt
                        ? DeviceSession.onTensorRt(read(), deviceId, options, proof)
                        : DeviceSession.onCuda(written.file(), deviceId, options, proof);
                opened.add(session);
                // CUDA takes whatever comes; an engine of TensorRT ends where it was told to.
                int largestBatch = tensorRt ? options.gpu().tensorRt().largestBatch() : Integer.MAX_VALUE;
                return FirstRun.of(session, written, largestBatch, proof, () -> "device " + deviceId + CudaDevice.open(deviceId).map(device -> " (" + device.name() + ")").orElse(""));
            }
        }
    }
}
