package dev.framelot.inference.onnx;

import dev.framelot.inference.graph.ElementType;
import java.nio.ByteBuffer;

/**
 * An input of a {@link BareSession}.
 *
 * @param type FLOAT32, FLOAT16, UINT8, INT64, INT32 or BOOL
 * @param bytes direct, in native order, from index 0
 */
public record Feed(ElementType type, long[] shape, ByteBuffer bytes) {}
