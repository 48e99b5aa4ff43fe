package dev.framelot.frame;

/**
 * Where a frame's time went, nanoseconds each.
 *
 * @param decodeWait from intake until a decode worker had a free slot for it
 * @param decode JPEG to model input
 * @param batchWait waiting for the batch decision
 * @param laneWait from the decision until its lane began
 * @param run copy to the tensor and the session's run, of the whole batch
 * @param postProcess decoding boxes and suppression, of the whole batch
 */
public record StageNanos(long decodeWait, long decode, long batchWait, long laneWait, long run, long postProcess) {}
