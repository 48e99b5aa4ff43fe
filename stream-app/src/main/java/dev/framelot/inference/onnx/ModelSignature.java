package dev.framelot.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a session takes and gives, held against its card: first what the graph declares, then what a run really gives.
 *
 * @param fixedBatch the only batch size that the graph takes; empty where N is free
 * @param outputShape [N, ...] of the first run; only N changes with the batch
 */
record ModelSignature(OptionalInt fixedBatch, long[] outputShape) {

    /** @throws InferenceException UNUSABLE_MODEL, all differences at once */
    static ModelSignature of(OrtSession session, ModelCard card) throws InferenceException {
        OptionalInt fixedBatch = declared(session, card);
        return new ModelSignature(fixedBatch, firstRun(session, card, fixedBatch.orElse(1)));
    }

    /** Numbers that the output has for one frame. */
    int outputsPerFrame() {
        int numbers = 1;
        for (int axis = 1; axis < outputShape.length; axis++) {
            numbers = Math.multiplyExact(numbers, Math.toIntExact(outputShape[axis]));
        }
        return numbers;
    }

    private static OptionalInt declared(OrtSession session, ModelCard card) throws InferenceException {
        List<String> problems = new ArrayList<>();
        InputGeometry want = card.input().geometry();
        OptionalInt fixedBatch = OptionalInt.empty();
        try {
            Set<String> inputs = session.getInputNames();
            if (!inputs.equals(Set.of(card.input().name()))) {
                problems.add("the card's input is " + card.input().name() + ", the graph's are " + inputs);
            } else {
                TensorInfo in = tensor(session.getInputInfo().get(card.input().name()));
                long[] shape = in == null ? new long[0] : in.getShape();
                if (in == null || in.type != OnnxJavaType.UINT8) {
                    problems.add("input " + card.input().name() + " is " + in + ", must be a uint8 tensor");
                }
                if (!fits(shape, -1, want.height(), want.width(), 3)) {
                    problems.add("input " + card.input().name() + " has shape " + Arrays.toString(shape) + ", the card says [N, "
                            + want.height() + ", " + want.width() + ", 3]");
                } else if (shape[0] > 0) {
                    fixedBatch = OptionalInt.of(Math.toIntExact(shape[0]));
                }
            }
            if (!session.getOutputNames().contains(card.output().name())) {
                problems.add("the card's output is " + card.output().name() + ", the graph's are " + session.getOutputNames());
            } else {
                TensorInfo out = tensor(session.getOutputInfo().get(card.output().name()));
                if (out == null || out.type != OnnxJavaType.FLOAT) {
                    problems.add("output " + card.output().name() + " is " + out + ", must be a float32 tensor");
                } else {
                    addShapeProblem(card, out.getShape(), problems);
                }
            }
        } catch (OrtException failure) {
            throw OrtFailures.atLoad("asking the model " + card.file() + " for its inputs and outputs", failure);
        }
        refuse(card, problems);
        return fixedBatch;
    }

    /** A graph may declare less than it gives: only a run tells. */
    private static long[] firstRun(OrtSession session, ModelCard card, int batch) throws InferenceException {
        InputGeometry in = card.input().geometry();
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.multiplyExact(batch, in.slotBytes())).order(ByteOrder.nativeOrder());
        long[] shape = {batch, in.height(), in.width(), 3};
        long[] given;
        try (OnnxTensor input = OnnxTensor.createTensor(OrtRuntime.environment(), zeros, shape, OnnxJavaType.UINT8);
                OrtSession.Result result =
                        session.run(Map.of(card.input().name(), input), Set.of(card.output().name()))) {
            given = ((TensorInfo) result.get(0).getInfo()).getShape();
        } catch (OrtException failure) {
            throw OrtFailures.atLoad("the first run of the model " + card.file() + " with shape " + batch, failure);
        }
        List<String> problems = new ArrayList<>();
        addShapeProblem(card, given, problems);
        if (problems.isEmpty() && given[0] != batch) {
            problems.add("output " + card.output().name() + " has shape " + Arrays.toString(given) + " for a batch of " + batch);
        }
        refuse(card, problems);
        return given;
    }

    private static void addShapeProblem(ModelCard card, long[] shape, List<String> problems) {
        card.output()
                .family()
                .shapeProblem(shape)
                .ifPresent(problem -> problems.add("output " + card.output().name() + " " + problem));
    }

    private static boolean fits(long[] shape, long... want) {
        if (shape.length != want.length) {
            return false;
        }
        for (int axis = 0; axis < want.length; axis++) {
            if (shape[axis] >= 0 && want[axis] >= 0 && shape[axis] != want[axis]) {
                return false;
            }
        }
        return true;
    }

    private static TensorInfo tensor(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo info ? info : null;
    }

    private static void refuse(ModelCard card, List<String> problems) throws InferenceException {
        if (!problems.isEmpty()) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "the model " + card.file() + " is not what its card says: " + String.join("; ", problems));
        }
    }
}
