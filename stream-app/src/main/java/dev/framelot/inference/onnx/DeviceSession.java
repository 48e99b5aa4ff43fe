package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.framelot.inference.InferenceException;
import java.nio.file.Path;

/** A session together with the options that must outlive it. */
final class DeviceSession implements AutoCloseable {
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
            throw OrtFailures.atLoad("loading the model " + model, failure);
        }
    }

    /**
     * @param proof profiles the session from its first run on
     * @throws CudaUnavailable the runtime, the device or its driver says no
     * @throws InferenceException the model itself can't be loaded
     */
    static DeviceSession onCuda(Path model, OnnxOptions wanted, CudaProof proof) throws CudaUnavailable, InferenceException {
        OrtEnvironment environment = OrtRuntime.environment();
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new CudaUnavailable("this build of ONNX Runtime has only " + OrtEnvironment.getAvailableProviders());
        }
        SessionOptions options = null;
        try (OrtCUDAProviderOptions cuda = cuda(wanted)) {
            options = common();
            options.addCUDA(cuda);
            options.enableProfiling(proof.filePrefix());
            return new DeviceSession(environment.createSession(model.toString(), options), options);
        } catch (OrtException failure) {
            closeQuietly(options);
            if (OrtFailures.isOfTheModel(failure)) {
                throw OrtFailures.atLoad("loading the model " + model, failure);
            }
            throw new CudaUnavailable("ONNX Runtime says: " + failure.getMessage());
        }
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

    /** HEURISTIC: a new shape costs milliseconds, not a search; the arena grows by what is asked, not by doubling. */
    private static OrtCUDAProviderOptions cuda(OnnxOptions wanted) throws OrtException {
        OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(wanted.deviceId());
        try {
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            if (wanted.gpuMemoryLimitBytes() > 0) {
                cuda.add("gpu_mem_limit", Long.toString(wanted.gpuMemoryLimitBytes()));
            }
            return cuda;
        } catch (OrtException failure) {
            cuda.close();
            throw failure;
        }
    }

    private static void closeQuietly(SessionOptions options) {
        if (options != null) {
            options.close();
        }
    }
}
