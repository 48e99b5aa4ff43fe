package dev.framelot.load.run;

import com.sun.management.OperatingSystemMXBean;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Instances in processes of their own beside one broker: what a frame costs with so many cameras, and how fast a backlog goes. */
public final class KeySeries implements AutoCloseable {
    private final Site site;
    private final Workload workload;
    private final ProgressBar progress;

    private KeySeries(Site site, Workload workload, ProgressBar progress) {
        this.site = site;
        this.workload = workload;
        this.progress = progress;
    }

    public static KeySeries open(Workload workload, int instances, ProgressBar progress) throws IOException, InterruptedException {
        return new KeySeries(Site.open(workload, instances, Optional.empty()), workload, progress);
    }

    /**
     * @param cpuMillisPerFrame of all instances
     * @param problems why the latency must not be used; the cost is no matter of the generator's
     */
    public record Cost(double cpuMillisPerFrame, double p99Millis, List<String> problems) {}

    /** So many cameras in turn at a steady rate. @param prefix of their names, different in every call */
    public Cost cost(String prefix, int cameras, double rate, Duration warmUp, Duration measured, long seed) throws IOException, InterruptedException {
        LiveLoad live = new LiveLoad(site, workload.sending(cameras, rate), List.of(TinyFrames.jpeg()), progress);
        LiveLoad.Run run = live.run(prefix, rate, warmUp, measured, seed, cameras + " cameras, ", warmUp.plus(measured).toSeconds() + 1);
        return new Cost(run.values().get(Metric.CPU_MS_PER_FRAME), run.values().get(Metric.LATENCY_P99), run.problems());
    }

    /**
     * @param framesPerSecond results over time, between the first and the last 5 % of them
     * @param cores that the instances used on average, from first to last frame
     * @param machineBusy share of all cores that all processes used meanwhile; not a number where the system does not say
     */
    public record Drained(double framesPerSecond, double cores, double machineBusy, long lost) {}

    /** All at once, one frame of each camera after the other. */
    public Drained drain(String prefix, int cameras, int frames) throws IOException, InterruptedException {
        machineBusy();
        OfflineLoad.Drained drained = new OfflineLoad(site, workload.sending(cameras, 1), List.of(TinyFrames.jpeg()), progress).all(prefix, frames);
        double busy = machineBusy();
        Samples produced = Samples.of(drained.window().results().stream().mapToDouble(r -> r.produced() / 1e6).toArray());
        double rate = 0.9 * frames / (produced.percentile(95) - produced.percentile(5));
        return new Drained(rate, drained.cpuMillis() / 1e3 / drained.window().seconds(), busy, drained.books().lost());
    }

    /** Since it was asked last. */
    private static double machineBusy() {
        double load = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getCpuLoad();
        return load < 0 ? Double.NaN : load;
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
