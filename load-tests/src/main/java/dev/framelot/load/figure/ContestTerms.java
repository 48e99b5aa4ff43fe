package dev.framelot.load.figure;

/**
 * What every contestant is given.
 *
 * @param fixedMicros declared cost of a batch
 * @param frameMicros declared cost of each frame in it
 * @param lanes batches that may be at the device at once; it runs one after the other
 * @param maxFrames in one batch
 * @param sloMillis from when a frame was due until a reader has its result
 * @param share of all frames that must be in time
 * @param commitMillis how often progress is committed
 * @param sessionMillis after how long a silent instance counts as dead
 */
record ContestTerms(
        long fixedMicros, long frameMicros, int lanes, int maxFrames, int sloMillis, double share, int commitMillis, int sessionMillis, int partitions, int cameras) {

    ContestTerms withSlo(int millis) {
        return new ContestTerms(fixedMicros, frameMicros, lanes, maxFrames, millis, share, commitMillis, sessionMillis, partitions, cameras);
    }

    /** Frames per second of full batches without a pause: no contestant can do more. */
    double deviceFramesPerSecond() {
        return maxFrames * 1e6 / (fixedMicros + frameMicros * maxFrames);
    }

    /** Frames per second one at a time. */
    double singleFramesPerSecond() {
        return 1e6 / (fixedMicros + frameMicros);
    }

    String device() {
        return String.format(java.util.Locale.ROOT, "%.1f ms + %.2f ms a frame", fixedMicros / 1e3, frameMicros / 1e3);
    }
}
