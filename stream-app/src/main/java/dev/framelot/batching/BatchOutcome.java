package dev.framelot.batching;

/** A batch is off its lane. @param runNanos of the device, copy included */
public record BatchOutcome(long batchId, int shape, long runNanos) {}
