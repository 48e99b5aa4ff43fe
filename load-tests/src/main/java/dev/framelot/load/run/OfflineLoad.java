package dev.framelot.load.run;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.scenario.GeneratorDelay;
import dev.framelot.load.scenario.OfflineRule;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.Workload.Timing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** MLPerf's Offline: every frame is due at the beginning; sending them through Kafka is part of the work. */
final class OfflineLoad {
    private static final long PATIENCE_MILLIS_PER_FRAME = 2_000;

    private final Site site;
    private final Workload workload;
    private final List<byte[]> pictures;
    private final ProgressBar progress;

    OfflineLoad(Site site, Workload workload, List<byte[]> pictures, ProgressBar progress) {
        this.site = site;
        this.workload = workload;
        this.pictures = pictures;
        this.progress = progress;
    }

    Repeat run(Timing timing, int number, long seed, String name, double left) throws IOException, InterruptedException {
        progress.phase(name + "warming up", left);
        all(number + ".0", Math.max(1, timing.frames() / 4));
        progress.phase(String.format("%s%,d frames at once", name, timing.frames()), timing.duration().toMillis() / 1e3);
        return all(number + ".1", timing.frames()).repeat(timing, number, seed);
    }

    record Drained(Window window, Repeat.Books books, long frames, boolean exactlyOnce, double peakMb, double cpuMillis) {
        Repeat repeat(Timing timing, int number, long seed) {
            OfflineRule.Told told = OfflineRule.judge(books.detected(), frames, window.seconds(), 600);
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.OFFLINE_RATE, told.framesPerSecond());
            values.put(Metric.MEAN_BATCH, window.meanBatch());
            values.put(Metric.DEVICE_MS_PER_FRAME, window.deviceMillisPerFrame());
            values.put(Metric.RSS_MB, peakMb);
            values.put(Metric.CPU_MS_PER_FRAME, cpuMillis / frames);
            // All are due at once, so sending them late is the load itself and no fault of the generator's.
            List<String> problems = LoadRun.problems(books, new GeneratorDelay(), 0, 0, exactlyOnce);
            return new Repeat(number, seed, values, books, window.stages(), Map.of(), window.bySecond(window.fromMicros()), List.of(), List.of(), List.of(told.sentence()),
                    problems);
        }
    }

    Drained all(String prefix, int frames) throws IOException, InterruptedException {
        List<Trace.Arrival> arrivals = new ArrayList<>(frames);
        for (int i = 0; i < frames; i++) {
            arrivals.add(new Trace.Arrival(0, QueuedFrame.NO_DEADLINE, TrafficClass.LIVE, "camera-" + i % workload.cameras()));
        }
        TraceFrames source = new TraceFrames(new Trace("at once", arrivals), "o" + prefix + "-", pictures);
        try (Phase phase = new Phase(site.config())) {
            long cpuBefore = site.instances().cpu().toNanos();
            long start = OpenLoop.send(phase, source, nanos -> progress.tick());
            long endNanos = System.nanoTime() + frames * PATIENCE_MILLIS_PER_FRAME * 1_000_000;
            while (!phase.collected.await(frames, 200) && System.nanoTime() - endNanos < 0) {
                site.instances().check();
                progress.tick();
            }
            double cpuMillis = (site.instances().cpu().toNanos() - cpuBefore) / 1e6;
            phase.awaitAll();
            long last = phase.collected.all().stream().mapToLong(Collected.Result::produced).max().orElse(start) + 1;
            return new Drained(new Window(phase.collected.all(), start, last, workload.until()), phase.books(), frames,
                    site.config().delivery().guarantee() == Guarantee.EXACTLY_ONCE, site.instances().peakBytes() / 1e6, cpuMillis);
        }
    }
}
