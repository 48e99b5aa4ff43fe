package dev.framelot.load.run;

import dev.framelot.batching.TrafficClass;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.report.Repeat.Segment;
import dev.framelot.load.run.Collected.Result;
import dev.framelot.load.scenario.LatencyLog;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** An open loop beside the application: warming up, a measured time, changes of mode in it, and every outcome. */
final class LiveLoad {
    static final int MOST_ATTEMPTS = 2;

    private final Site site;
    private final Workload workload;
    private final List<byte[]> pictures;
    private final ProgressBar progress;

    LiveLoad(Site site, Workload workload, List<byte[]> pictures, ProgressBar progress) {
        this.site = site;
        this.workload = workload;
        this.pictures = pictures;
        this.progress = progress;
    }

    /** @param sent live frames that were due in the window */
    record Run(Window window, long startMicros, long sent, Map<Metric, Double> values, Repeat.Books books, List<Segment> segments, List<String> problems) {
        Repeat repeat(int number, long seed) {
            return new Repeat(number, seed, values, books, window.stages(), window.percentiles(), window.bySecond(startMicros), segments, List.of(), List.of(), problems);
        }

        /** With what the same live frames took without the backfill beside them. */
        Run beside(Run alone) {
            Map<Metric, Double> both = new EnumMap<>(values);
            double before = alone.values.get(Metric.LATENCY_P99);
            both.put(Metric.LATENCY_P99_ALONE, before);
            both.put(Metric.BACKFILL_ADDS_P99, values.get(Metric.LATENCY_P99) - before);
            List<String> all = new ArrayList<>(problems);
            alone.problems.forEach(problem -> all.add("without backfill: " + problem));
            return new Run(window, startMicros, sent, both, books, segments, all);
        }

        /** Of live frames in the window; the generator's own delay is in the values. */
        LatencyLog log() {
            LatencyLog log = new LatencyLog(startMicros / 1_000);
            for (Result r : window.due()) {
                long at = r.seen() / 1_000;
                log.record("produced", at, r.produced() - r.captured());
                log.record("seen", at, r.seen() - r.captured());
                log.record("batch-wait", at, r.batchWait());
                log.record("run", at, r.run());
            }
            return log;
        }
    }

    /** As {@link #run}, and again, at most {@value #MOST_ATTEMPTS} times in all, where the generator was late: such a run says nothing. */
    Run accepted(String prefix, double rate, Duration warmUp, Duration measured, long seed, String name, double left) throws IOException, InterruptedException {
        Run run = run(prefix, rate, warmUp, measured, seed, name, left);
        for (int attempt = 2; attempt <= MOST_ATTEMPTS && !run.problems().isEmpty() && run.books().lost() == 0; attempt++) {
            run = run(prefix + attempt + "-", rate, warmUp, measured, seed, name + "again, the one before is rejected: ", left);
        }
        return run;
    }

    /** @param prefix of camera names, different in every run on the same site */
    Run run(String prefix, double rate, Duration warmUp, Duration measured, long seed, String name, double left) throws IOException, InterruptedException {
        Trace trace = OpenLoop.trace(workload, rate, warmUp.plus(measured), seed);
        if (trace.frames() == 0) {
            throw new IllegalStateException("At " + rate + " frames/s no frame is due in " + warmUp.plus(measured).toMillis() + " ms; raise the rate or the duration");
        }
        TraceFrames frames = new TraceFrames(trace, prefix, pictures);
        long beginNanos = warmUp.toNanos();
        long endNanos = beginNanos + measured.toNanos();
        long[] cpuNanos = {-1, -1};
        List<ModeChange.Asked> asked = new ArrayList<>();
        List<Workload.Change> changes = new ArrayList<>(workload.changes());
        double toldRate = workload.trace().isPresent() ? trace.frames() * 1e9 / warmUp.plus(measured).toNanos() : rate;
        progress.phase(String.format(java.util.Locale.ROOT, "%s%.1f frames/s, warming up", name, toldRate), left);
        if (!changes.isEmpty()) {
            // The run before may have left another mode behind.
            ModeChange.ask(site.config(), ModeChange.initial(site.config().batching()));
        }
        boolean[] measuring = {false};
        try (Phase phase = new Phase(site.config())) {
            long start = OpenLoop.send(phase, frames, nanos -> {
                if (cpuNanos[0] < 0 && nanos >= beginNanos) {
                    cpuNanos[0] = site.instances().cpu().toNanos();
                }
                if (!measuring[0] && nanos >= beginNanos) {
                    measuring[0] = true;
                    phase.delay.measure();
                    progress.phase(String.format(java.util.Locale.ROOT, "%s%.1f frames/s, measuring", name, toldRate), left - warmUp.toMillis() / 1e3);
                    site.instances().check();
                }
                if (cpuNanos[1] < 0 && nanos >= endNanos) {
                    cpuNanos[1] = site.instances().cpu().toNanos();
                }
                if (!changes.isEmpty() && nanos >= beginNanos + changes.get(0).at() * measured.toNanos()) {
                    asked.add(ModeChange.ask(site.config(), changes.remove(0)));
                }
                progress.tick();
            });
            long windowBegin = start + beginNanos / 1_000;
            long windowEnd = start + endNanos / 1_000;
            if (cpuNanos[1] < 0) {
                cpuNanos[1] = site.instances().cpu().toNanos();
            }
            phase.awaitAll();
            Window window = new Window(phase.collected.all(), windowBegin, windowEnd, workload.until());
            long live = trace.arrivals().stream().filter(a -> a.trafficClass() == TrafficClass.LIVE).count();
            long sent = trace.arrivals().stream().filter(a -> a.trafficClass() == TrafficClass.LIVE && a.atNanos() >= beginNanos && a.atNanos() < endNanos).count();
            double slo = workload.slo().toNanos() / 1e6;
            Map<Metric, Double> values = window.values(sent, slo);
            Repeat.Books books = phase.books();
            values.put(Metric.SHED, live == 0 ? 0 : (double) books.shed() / live);
            long made = window.made().size();
            if (made > 0 && cpuNanos[0] >= 0) {
                values.put(Metric.CPU_MS_PER_FRAME, (cpuNanos[1] - cpuNanos[0]) / 1e6 / made);
            }
            values.put(Metric.RSS_MB, site.instances().peakBytes() / 1e6);
            values.put(Metric.GENERATOR_P99, phase.delay.millis(99));
            boolean exactlyOnce = site.config().delivery().guarantee() == Guarantee.EXACTLY_ONCE;
            List<Segment> segments = segments(window, asked, start);
            if (!segments.isEmpty()) {
                values.put(Metric.MODE_IN_FORCE, slowest(segments, Segment::inForceMillis));
                values.put(Metric.MODE_SETTLED, slowest(segments, Segment::settledMillis));
            }
            return new Run(window, start, sent, values, books, segments, LoadRun.problems(books, phase.delay, trace.frames(), slo, exactlyOnce));
        }
    }

    /** Of the changes; not a number where one of them is none. */
    private static double slowest(List<Segment> segments, ToDoubleFunction<Segment> millis) {
        double slowest = 0;
        for (Segment changed : segments.subList(1, segments.size())) {
            slowest = Math.max(slowest, millis.applyAsDouble(changed));
        }
        return slowest;
    }

    private List<Segment> segments(Window all, List<ModeChange.Asked> asked, long start) throws IOException {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<String> log = site.instances().log();
        Map<Long, ModeChange.Asked> begins = new LinkedHashMap<>();
        begins.put(all.fromMicros(), new ModeChange.Asked(LoadRun.wire(site.config().batching().mode()), all.fromMicros(), all.fromMicros(), 0));
        asked.forEach(change -> begins.put(change.askedMicros(), change));
        List<Long> edges = new ArrayList<>(begins.keySet());
        edges.add(all.toMicros());
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i + 1 < edges.size(); i++) {
            long from = edges.get(i);
            long to = edges.get(i + 1);
            ModeChange.Asked change = begins.get(from);
            boolean first = i == 0;
            double settled = first ? Double.NaN : Settling.millis(all.results(), from, to);
            // Each side of a change as it is once it is; what lies between is told as the time it takes.
            Window window = new Window(all.results(), from + (Double.isFinite(settled) ? Math.round(settled * 1e3) : 0), to, all.until());
            segments.add(new Segment(change.mode(), (from - start) / 1e6, (to - start) / 1e6, window.rate(false), window.latencies().median(), window.latencies().percentile(99),
                    window.meanBatch(), window.deviceMillisPerFrame(),
                    first ? Double.NaN : (change.writtenMicros() - change.askedMicros()) / 1e3,
                    first ? Double.NaN : ModeChange.inForceMillis(change, log, ZoneId.systemDefault()).stream().asDoubleStream().findFirst().orElse(Double.NaN),
                    settled));
        }
        return segments;
    }
}
