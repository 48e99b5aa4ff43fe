package dev.framelot.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.framelot.inference.family.ElementType;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What a session says of its graph. */
final class SessionFacts {
    private SessionFacts() {}

    static GraphFacts of(OrtSession session) throws OrtException {
        return new GraphFacts(
                tensors(session.getInputInfo().values()),
                tensors(session.getOutputInfo().values()),
                session.getMetadata().getCustomMetadata());
    }

    private static List<TensorFacts> tensors(Collection<NodeInfo> nodes) {
        List<TensorFacts> facts = new ArrayList<>();
        for (NodeInfo node : nodes) {
            facts.add(node.getInfo() instanceof TensorInfo info
                    ? tensor(node.getName(), info)
                    : new TensorFacts(node.getName(), ElementType.OTHER, List.of()));
        }
        return facts;
    }

    static TensorFacts tensor(String name, TensorInfo info) {
        String[] axisNames = info.getDimensionNames();
        return new TensorFacts(name, type(info.type), Arrays.stream(info.getShape()).boxed().toList(), axisNames == null ? List.of() : Arrays.asList(axisNames));
    }

    static ElementType type(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> ElementType.FLOAT32;
            case FLOAT16 -> ElementType.FLOAT16;
            case UINT8 -> ElementType.UINT8;
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            default -> ElementType.OTHER;
        };
    }

    static OnnxJavaType type(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case OTHER -> OnnxJavaType.UNKNOWN;
        };
    }

    static int bytes(ElementType type) {
        return switch (type) {
            case FLOAT32, INT32 -> 4;
            case FLOAT16 -> 2;
            case UINT8 -> 1;
            case INT64 -> 8;
            case OTHER -> throw new IllegalArgumentException("a tensor of that type is neither fed nor read");
        };
    }
}
