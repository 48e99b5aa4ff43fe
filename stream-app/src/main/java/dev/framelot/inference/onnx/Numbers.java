package dev.framelot.inference.onnx;

/**
 * An output of a {@link BareSession}, whatever its type was.
 *
 * @param shape as the run gave it
 * @param values row by row; exact for all types but 64-bit whole numbers beyond 2^53
 */
public record Numbers(long[] shape, double[] values) {}
