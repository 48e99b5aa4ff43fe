package dev.framelot.load.run;

import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.scenario.GeneratorDelay;
import dev.framelot.load.scenario.LatencyLog;
import dev.framelot.load.scenario.StreamRule;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.Workload.Timing;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/** MLPerf's SingleStream and MultiStream: the next query when the reader has the last answer of the one before. */
final class StreamLoad {
    /** The rules' own least time, whatever the workload says. */
    private static final double LEAST_SECONDS = 600;
    private static final long PATIENCE_MILLIS = 60_000;
    /** All frames of a query at the same microsecond. */
    private static final double AT_ONCE = 1e6;

    private final Site site;
    private final Workload workload;
    private final List<byte[]> pictures;
    private final ProgressBar progress;
    private final Consumer<LatencyLog> logs;

    StreamLoad(Site site, Workload workload, List<byte[]> pictures, ProgressBar progress, Consumer<LatencyLog> logs) {
        this.site = site;
        this.workload = workload;
        this.pictures = pictures;
        this.progress = progress;
        this.logs = logs;
    }

    Repeat run(Timing timing, int number, long seed, String name, double left) throws IOException, InterruptedException {
        StreamRule rule = workload.scenario() == Workload.Scenario.SINGLE_STREAM ? StreamRule.SINGLE_STREAM : StreamRule.MULTI_STREAM;
        FrameSource frames = new Rounds("s" + number + "-", rule.samplesPerQuery, pictures);
        try (Phase phase = new Phase(site.config())) {
            progress.phase(name + "warming up", left);
            queries(phase, frames, rule, timing.warmUp().toNanos(), DoubleStream.builder());
            progress.phase(name + LoadRun.wire(rule), timing.duration().toMillis() / 1e3 + 1);
            long begin = EpochMicros.now();
            DoubleStream.Builder latencies = DoubleStream.builder();
            queries(phase, frames, rule, timing.duration().toNanos(), latencies);
            long end = EpochMicros.now();
            phase.awaitAll();
            Window window = new Window(phase.collected.all(), begin, end, Workload.Until.READER);
            StreamRule.Told told = rule.judge(latencies.build().toArray(), (end - begin) / 1e6, LEAST_SECONDS);
            Map<Metric, Double> values = new EnumMap<>(window.values(window.due().size(), workload.slo().toNanos() / 1e6));
            values.put(Metric.QUERY_LATENCY, told.millis());
            values.put(Metric.QUERY_LATENCY_MEASURED, told.plainMillis());
            values.put(Metric.RSS_MB, site.instances().peakBytes() / 1e6);
            Repeat.Books books = phase.books();
            LatencyLog log = new LatencyLog(begin / 1_000);
            window.due().forEach(r -> log.record("seen", r.seen() / 1_000, r.seen() - r.captured()));
            logs.accept(log);
            List<String> problems = new java.util.ArrayList<>(LoadRun.problems(books, new GeneratorDelay(), 0, 0, site.config().delivery().guarantee() == Guarantee.EXACTLY_ONCE));
            if (Double.isNaN(told.millis())) {
                problems.add(told.sentence());
            }
            return new Repeat(number, seed, values, books, window.stages(), window.percentiles(), window.bySecond(begin), List.of(), List.of(), List.of(told.sentence()),
                    problems);
        }
    }

    private void queries(Phase phase, FrameSource frames, StreamRule rule, long nanos, DoubleStream.Builder latencies) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + nanos;
        SendSchedule query = new SendSchedule(AT_ONCE, rule.samplesPerQuery);
        while (System.nanoTime() - endNanos < 0) {
            int before = phase.collected.count();
            phase.publisher.run(frames, query);
            if (!phase.collected.await(before + rule.samplesPerQuery, PATIENCE_MILLIS)) {
                site.instances().check();
                throw new IllegalStateException("A query of " + rule.samplesPerQuery + " frame(s) had no answer for " + PATIENCE_MILLIS / 1_000 + " s");
            }
            List<Collected.Result> answers = phase.collected.from(before);
            long asked = answers.stream().mapToLong(Collected.Result::captured).min().orElseThrow();
            latencies.add((answers.stream().mapToLong(Collected.Result::seen).max().orElseThrow() - asked) / 1e3);
            progress.tick();
        }
    }

    /** Cameras in turn, one frame each. */
    static final class Rounds implements FrameSource {
        private final String prefix;
        private final int cameras;
        private final List<byte[]> pictures;
        private long index;

        Rounds(String prefix, int cameras, List<byte[]> pictures) {
            this.prefix = prefix;
            this.cameras = cameras;
            this.pictures = pictures;
        }

        @Override
        public Optional<EncodedFrame> next(long capturedAtMicros) {
            long now = index++;
            return Optional.of(new EncodedFrame(prefix + "camera-" + now % cameras, now / cameras, pictures.get((int) (now % pictures.size())), capturedAtMicros, Map.of()));
        }
    }
}
