package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import com.sun.jna.Function;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one ONNX environment, started quiet and with room. Nothing else asks the runtime for it.
 *
 * <p>The official builds (1.29 at least) send telemetry unless {@code ORT_DISABLE_TELEMETRY} stands in the environment before the
 * library starts: they keep a device id and an event store in the user's cache folder. And to describe the process they match
 * its command line against a backtracking regular expression: from about 4 kB on (a class path is enough) that overflows
 * a thread's usual stack of 1 MB, and the process dies of a segmentation fault without a word. So the variable is set from here,
 * and where that is not possible the library starts on a thread whose stack fits 200 kB of it.
 */
final class OrtRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(OrtRuntime.class);
    private static final String QUIET = "ORT_DISABLE_TELEMETRY";
    /** Of address space; only what is used becomes memory. A character of the command line takes about 270 bytes of it. */
    private static final long STACK_BYTES = 64L << 20;

    private OrtRuntime() {}

    static OrtEnvironment environment() {
        return Started.ENVIRONMENT;
    }

    /** Whether this build has it; its libraries and a device may be missing all the same. */
    static boolean has(OrtProvider provider) {
        environment();
        return OrtEnvironment.getAvailableProviders().contains(provider);
    }

    private static final class Started {
        static final OrtEnvironment ENVIRONMENT = start();
    }

    private static OrtEnvironment start() {
        disableTelemetry();
        FutureTask<OrtEnvironment> starting = new FutureTask<>(() -> {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        });
        Thread roomy = new Thread(null, starting, "framelot-onnx-start", STACK_BYTES);
        roomy.setDaemon(true);
        roomy.start();
        boolean interrupted = false;
        while (true) {
            try {
                OrtEnvironment started = starting.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return started;
            } catch (InterruptedException later) {
                interrupted = true;
            } catch (java.util.concurrent.ExecutionException failure) {
                throw new IllegalStateException("ONNX Runtime did not start: " + failure.getCause(), failure.getCause());
            }
        }
    }

    /** Java can't change its own environment; the C library can. What an operator has set stays. */
    private static void disableTelemetry() {
        if (System.getenv(QUIET) != null || System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try {
            int overwrite = 0;
            Function.getFunction("c", "setenv").invokeInt(new Object[] {QUIET, "1", overwrite});
        } catch (LinkageError noLibrary) {
            LOG.warn("ONNX Runtime's telemetry could not be switched off from here ({}); set {}=1 in the environment",
                    noLibrary.getMessage(), QUIET);
        }
    }
}
