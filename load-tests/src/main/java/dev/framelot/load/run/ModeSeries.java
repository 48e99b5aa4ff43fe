package dev.framelot.load.run;

import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Modes at several loads on the same instance, switched live: what latency each has for which throughput. */
public final class ModeSeries {
    private ModeSeries() {}

    /**
     * One mode at one load.
     *
     * @param load share of what the declared device can do at best
     * @param problems why it must not be used
     */
    public record Point(String mode, double load, double framesPerSecond, double p50Millis, double p99Millis, double deviceMillisPerFrame, List<String> problems) {}

    /** @param workload of a declared device */
    public static List<Point> measure(Workload workload, List<Workload.Change> modes, List<Double> loads, Duration warmUp, Duration measured, long seed, ProgressBar progress)
            throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        double each = warmUp.plus(measured).toMillis() / 1e3 + 1;
        int left = modes.size() * loads.size();
        try (Site site = Site.open(workload, 1, Optional.empty())) {
            for (Workload.Change mode : modes) {
                ModeChange.ask(site.config(), mode);
                for (double load : loads) {
                    double rate = load * LoadRun.capacity(workload);
                    LiveLoad live = new LiveLoad(site, workload.sending(workload.cameras(), rate), List.of(dev.framelot.load.source.TinyFrames.jpeg()), progress);
                    LiveLoad.Run run = live.accepted(mode.mode() + left + "-", rate, warmUp, measured, seed, mode.mode() + " at load " + load + ": ", left * each);
                    left--;
                    points.add(new Point(mode.mode(), load, run.values().get(Metric.FRAMES_PER_SECOND), run.values().get(Metric.LATENCY_P50), run.values().get(Metric.LATENCY_P99),
                            run.values().get(Metric.DEVICE_MS_PER_FRAME), run.problems()));
                }
            }
        }
        return points;
    }
}
