package dev.framelot.load.figure;

import dev.framelot.load.measure.Latency;
import dev.framelot.load.measure.Samples;
import java.util.List;

/**
 * Some seconds of steady work, watched or not.
 *
 * @param ages until a reader had each frame's result
 * @param cpuMillis of the data path, one frame: all of the application's threads but the control plane's
 * @param controlMillis of the control plane's event loop, one second
 */
record WatchedWindow(boolean watched, double framesPerSecond, Samples ages, double cpuMillis, double controlMillis) {
    private static final String CONTROL_PLANE = "vert.x-";

    static WatchedWindow of(boolean watched, List<Latency> latencies, long nanos, ThreadMeter begin, ThreadMeter end) {
        return new WatchedWindow(
                watched,
                latencies.size() * 1e9 / nanos,
                Samples.of(latencies.stream().mapToDouble(Latency::seen).toArray()),
                begin.until(end, name -> !name.startsWith(CONTROL_PLANE)).cpuNanos() / 1e6 / latencies.size(),
                begin.until(end, name -> name.startsWith(CONTROL_PLANE + "eventloop")).cpuNanos() / 1e6 / (nanos / 1e9));
    }
}
