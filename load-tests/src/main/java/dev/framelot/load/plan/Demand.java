package dev.framelot.load.plan;

import dev.framelot.load.simulate.Curve;

/**
 * What is to be planned for.
 *
 * @param framesPerSecond of each camera
 * @param sloMillis from capture to result
 * @param curve of one device
 * @param maxBatch frames, a power of two
 * @param pathMillis of a frame beside batching: producer, broker, fetch, decoding, the result's way out
 * @param mostLoad share of what a device can do at best that is planned for
 * @param cpuMillisPerFrame decoding, Kafka and boxes, on one core
 * @param coresPerInstance cores of a machine that runs one instance with one device
 * @param frameKilobytes compressed
 * @param partitionMegabytesPerSecond that one partition takes
 */
public record Demand(
        int cameras, double framesPerSecond, double sloMillis, Curve curve, int maxBatch, double pathMillis, double mostLoad, double cpuMillisPerFrame,
        int coresPerInstance, double frameKilobytes, double partitionMegabytesPerSecond, long seed) {
    public Demand {
        if (cameras < 1 || !(framesPerSecond > 0) || !(sloMillis > 0) || !(mostLoad > 0 && mostLoad < 1) || Integer.bitCount(maxBatch) != 1) {
            throw new IllegalArgumentException("A plan needs at least 1 camera, a rate and an SLO above 0, a load between 0 and 1 and a batch that is a power of two; got "
                    + cameras + ", " + framesPerSecond + "/s, " + sloMillis + " ms, " + mostLoad + ", " + maxBatch);
        }
    }

    public double allFramesPerSecond() {
        return cameras * framesPerSecond;
    }
}
