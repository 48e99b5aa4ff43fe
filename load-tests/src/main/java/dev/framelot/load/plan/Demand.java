package dev.framelot.load.plan;

import dev.framelot.load.simulate.Curve;
import java.util.ArrayList;
import java.util.List;

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
    private static final int MOST_CAMERAS = 10_000_000;
    private static final int MOST_FPS = 10_000;
    private static final int MOST_BATCH = 4_096;

    public Demand {
        List<String> problems = new ArrayList<>();
        require(cameras >= 1 && cameras <= MOST_CAMERAS, problems, "at least 1 camera and at most " + MOST_CAMERAS + ", not " + cameras);
        require(framesPerSecond > 0 && framesPerSecond <= MOST_FPS, problems, "frames/s of a camera above 0 and at most " + MOST_FPS + ", not " + framesPerSecond);
        require(sloMillis > 0, problems, "an SLO above 0 ms, not " + sloMillis);
        require(mostLoad > 0 && mostLoad < 1, problems, "a highest load between 0 and 1, not " + mostLoad);
        require(maxBatch >= 1 && maxBatch <= MOST_BATCH && Integer.bitCount(maxBatch) == 1, problems, "a largest batch that is a power of two up to " + MOST_BATCH + ", not " + maxBatch);
        require(pathMillis >= 0, problems, "a path of 0 ms or more, not " + pathMillis);
        require(cpuMillisPerFrame >= 0, problems, "CPU of a frame of 0 ms or more, not " + cpuMillisPerFrame);
        require(coresPerInstance >= 1, problems, "at least 1 core an instance, not " + coresPerInstance);
        require(frameKilobytes > 0 && frameKilobytes < Double.MAX_VALUE, problems, "a frame of more than 0 kB, not " + frameKilobytes);
        require(partitionMegabytesPerSecond > 0, problems, "more than 0 MB/s a partition, not " + partitionMegabytesPerSecond);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("A plan needs " + String.join("; ", problems));
        }
    }

    private static void require(boolean holds, List<String> problems, String what) {
        if (!holds) {
            problems.add(what);
        }
    }

    public double allFramesPerSecond() {
        return cameras * framesPerSecond;
    }
}
