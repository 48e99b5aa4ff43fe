package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session together with the options that must outlive it. */
final class DeviceSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);

    private final OrtSession session;
    private final SessionOptions options;

    private DeviceSession(OrtSession session, SessionOptions options) {
        this.session = session;
        this.options = options;
    }

    static DeviceSession onCpu(Path model, int threads) throws InferenceException {
        OrtEnvironment environment = OrtRuntime.environment();
        SessionOptions options = null;
        try {
            options = common();
            if (threads > 0) {
                options.setIntraOpNumThreads(threads);
            }
            return new DeviceSession(environment.createSession(model.toString(), options), options);
        } catch (OrtException failure) {
            closeQuietly(options);
            throw OrtFailures.atOpen("loading the model " + model, failure);
        } catch (RuntimeException | Error failure) {
            closeQuietly(options);
            throw failure;
        }
    }

    /**
     * @param proof profiles the session from its first run on
     * @throws DeviceUnavailable the runtime, the device or its driver says no
     * @throws InferenceException the model itself can't be loaded
     */
    static DeviceSession onCuda(Path model, int deviceId, OnnxOptions wanted, ProviderProof proof) throws DeviceUnavailable, InferenceException {
        mustHave(OrtProvider.CUDA);
        return open(model, options -> {
            addCuda(options, deviceId, wanted.gpu().memoryLimitBytes());
            options.enableProfiling(proof.filePrefix());
        });
    }

    /**
     * TensorRT, and CUDA for the nodes that it does not take. Engines are read from their folder, or built now, which takes minutes.
     *
     * @throws DeviceUnavailable and {@code InferenceException} as {@link #onCuda}
     */
    static DeviceSession onTensorRt(ModelCard card, int deviceId, OnnxOptions wanted, ProviderProof proof) throws DeviceUnavailable, InferenceException {
        mustHave(OrtProvider.TENSOR_RT);
        OnnxOptions.TensorRt settings = wanted.gpu().tensorRt();
        Path engines = EngineFolder.make(settings, card.identity(), OrtRuntime.environment().getVersion());
        try {
            return onTensorRt(card, deviceId, wanted, engines, Optional.of(ShapeProfile.of(card, settings.largestBatch())), proof);
        } catch (DeviceUnavailable refused) {
            // A graph that is cut in parts has inputs of parts, which have no name that could be given here; a fixed batch takes no range.
            if (!String.valueOf(refused.getMessage()).contains("profile")) {
                throw refused;
            }
            LOG.warn("TensorRT takes no range of batch sizes for {} ({}); it builds an engine for each size while lanes warm up", card.identity().name(),
                    refused.getMessage());
            return onTensorRt(card, deviceId, wanted, engines, Optional.empty(), proof);
        }
    }

    private static DeviceSession onTensorRt(
            ModelCard card, int deviceId, OnnxOptions wanted, Path engines, Optional<ShapeProfile> profile, ProviderProof proof)
            throws DeviceUnavailable, InferenceException {
        long limit = wanted.gpu().memoryLimitBytes();
        Map<String, String> settings = ProviderSettings.tensorRt(wanted.gpu().tensorRt().fp16(), limit, engines, profile);
        return open(card.file(), options -> {
            try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(deviceId)) {
                for (Map.Entry<String, String> setting : settings.entrySet()) {
                    tensorRt.add(setting.getKey(), setting.getValue());
                }
                options.addTensorrt(tensorRt);
            }
            addCuda(options, deviceId, limit);
            options.enableProfiling(proof.filePrefix());
        });
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new IllegalStateException("the ONNX session could not be closed: " + failure.getMessage(), failure);
        } finally {
            options.close();
        }
    }

    /** What a provider needs. */
    @FunctionalInterface
    interface Addition {
        void to(SessionOptions options) throws OrtException;
    }

    /** @throws DeviceUnavailable, InferenceException as {@link #onCuda}; InferenceException too where there is no room */
    static DeviceSession open(Path model, Addition providers) throws DeviceUnavailable, InferenceException {
        OrtEnvironment environment = OrtRuntime.environment();
        SessionOptions options = null;
        try {
            options = common();
            providers.to(options);
            return new DeviceSession(environment.createSession(model.toString(), options), options);
        } catch (OrtException failure) {
            closeQuietly(options);
            if (OrtFailures.isNoRoom(failure) || OrtFailures.isOfTheModel(failure)) {
                throw OrtFailures.atOpen("loading the model " + model, failure);
            }
            throw new DeviceUnavailable("ONNX Runtime says: " + OrtFailures.oneLine(failure));
        } catch (RuntimeException | Error failure) {
            closeQuietly(options);
            throw failure;
        }
    }

    private static void mustHave(OrtProvider provider) throws DeviceUnavailable {
        if (!OrtRuntime.has(provider)) {
            throw new DeviceUnavailable("this build of ONNX Runtime has only " + OrtEnvironment.getAvailableProviders());
        }
    }

    /** Idle threads of the runtime sleep: decoders need the cores. */
    private static SessionOptions common() throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            // Its warnings are hundreds of lines about foreign files; errors come as exceptions.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return options;
        } catch (OrtException failure) {
            options.close();
            throw failure;
        }
    }

    private static void addCuda(SessionOptions options, int deviceId, long memoryLimitBytes) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(deviceId)) {
            for (Map.Entry<String, String> setting : ProviderSettings.cuda(memoryLimitBytes).entrySet()) {
                cuda.add(setting.getKey(), setting.getValue());
            }
            options.addCUDA(cuda);
        }
    }

    private static void closeQuietly(SessionOptions options) {
        if (options != null) {
            options.close();
        }
    }
}
