package dev.framelot.frame;

/**
 * The batch a frame ran in.
 *
 * @param batchId unique within the instance's life
 * @param shape places in the batch, padding included
 * @param frames real frames in it
 * @param reason why it went when it did
 * @param laneId the lane that ran it
 * @param predictedRunNanos how long its run was expected to take when it was decided; 0 while nothing was known
 */
public record BatchInfo(long batchId, int shape, int frames, String reason, int laneId, long predictedRunNanos) {}
