package dev.framelot.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.InferenceException.Kind;
import dev.framelot.inference.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph run on the CPU as it is, without a card: for looking into models and comparing them, never for frames. One thread. */
public final class BareSession implements AutoCloseable {
    private final String what;
    private final SessionOptions options;
    private final OrtSession session;

    private BareSession(String what, SessionOptions options, OrtSession session) {
        this.what = what;
        this.options = options;
        this.session = session;
    }

    /**
     * @param model as a file would hold it, without external data
     * @param what it is, for messages
     * @param threads 0 = the runtime's choice
     */
    public static BareSession open(byte[] model, String what, int threads) throws InferenceException {
        SessionOptions options = new SessionOptions();
        try {
            // What fails comes as an exception; what it says beside that is about foreign files and helps nobody.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            if (threads > 0) {
                options.setIntraOpNumThreads(threads);
            }
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new BareSession(what, options, OrtRuntime.environment().createSession(model, options));
        } catch (OrtException failure) {
            options.close();
            throw OrtFailures.atLoad("loading " + what, failure);
        }
    }

    /** @return every output, in the graph's order */
    public Map<String, Numbers> run(Map<String, Feed> feeds) throws InferenceException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
                tensors.put(feed.getKey(), tensor(feed.getValue()));
            }
            Map<String, Numbers> numbers = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(tensors)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    numbers.put(output.getKey(), numbers(output.getKey(), output.getValue()));
                }
            }
            return numbers;
        } catch (OrtException failure) {
            throw OrtFailures.atLoad("running " + what, failure);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new IllegalStateException(what + " could not be closed: " + failure.getMessage(), failure);
        } finally {
            options.close();
        }
    }

    private static OnnxTensor tensor(Feed feed) throws OrtException {
        return OnnxTensor.createTensor(OrtRuntime.environment(), feed.bytes().duplicate().order(java.nio.ByteOrder.nativeOrder()), feed.shape(), type(feed.type()));
    }

    private static OnnxJavaType type(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case BOOL -> OnnxJavaType.BOOL;
            default -> throw new IllegalArgumentException("no input of type " + type.text() + " can be fed");
        };
    }

    private Numbers numbers(String name, OnnxValue value) throws InferenceException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new InferenceException(Kind.UNUSABLE_MODEL, "output " + name + " of " + what + " is a " + value.getType() + ", no tensor");
        }
        TensorInfo info = tensor.getInfo();
        return new Numbers(info.getShape(), switch (info.type) {
            case FLOAT, FLOAT16, BFLOAT16 -> doubles(tensor.getFloatBuffer());
            case INT64 -> doubles(tensor.getLongBuffer());
            case INT32 -> doubles(tensor.getIntBuffer());
            case DOUBLE -> doubles(tensor.getDoubleBuffer());
            case UINT8, INT8, BOOL -> doubles(tensor.getByteBuffer(), info.type == OnnxJavaType.UINT8);
            default -> throw new InferenceException(Kind.UNUSABLE_MODEL, "output " + name + " of " + what + " is " + info.type + ", no numbers");
        });
    }

    private static double[] doubles(FloatBuffer buffer) {
        double[] values = new double[buffer.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.get(i);
        }
        return values;
    }

    private static double[] doubles(LongBuffer buffer) {
        double[] values = new double[buffer.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.get(i);
        }
        return values;
    }

    private static double[] doubles(IntBuffer buffer) {
        double[] values = new double[buffer.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.get(i);
        }
        return values;
    }

    private static double[] doubles(java.nio.DoubleBuffer buffer) {
        double[] values = new double[buffer.remaining()];
        buffer.get(0, values);
        return values;
    }

    private static double[] doubles(ByteBuffer buffer, boolean unsigned) {
        double[] values = new double[buffer.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = unsigned ? buffer.get(i) & 0xff : buffer.get(i);
        }
        return values;
    }
}
