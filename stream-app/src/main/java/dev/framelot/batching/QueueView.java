package dev.framelot.batching;

/**
 * What a policy may know of the queue.
 *
 * @param eligibleFrames frames that one batch could take now, at most the largest shape
 * @param queuedFrames all that wait
 * @param queuedBytes compressed bytes of all that wait
 * @param oldestArrivalNanos of all that wait
 * @param draining nothing more will arrive
 */
public record QueueView(int eligibleFrames, int queuedFrames, long queuedBytes, long oldestArrivalNanos, boolean draining) {}
