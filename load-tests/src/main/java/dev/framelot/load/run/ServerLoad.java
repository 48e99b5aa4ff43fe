package dev.framelot.load.run;

import dev.framelot.load.measure.Samples;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.scenario.LatencyLog;
import dev.framelot.load.scenario.RateSearch;
import dev.framelot.load.scenario.ServerRule;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.Workload.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * MLPerf's Server: short runs bisect for the highest Poisson rate that holds; a run of the full duration must confirm it, else 3 %
 * less is tried, as its rules have it.
 */
final class ServerLoad {
    static final int EXPECTED_PROBES = 7;
    private static final int MOST_PROBES = 12;
    private static final int MOST_CONFIRMATIONS = 6;
    private static final double TOLERANCE = 0.05;
    private static final double STEP_DOWN = 0.97;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Site site;
    private final Workload workload;
    private final List<byte[]> pictures;
    private final ProgressBar progress;
    private final Consumer<LatencyLog> log;

    ServerLoad(Site site, Workload workload, List<byte[]> pictures, ProgressBar progress, Consumer<LatencyLog> log) {
        this.site = site;
        this.workload = workload;
        this.pictures = pictures;
        this.progress = progress;
        this.log = log;
    }

    Repeat run(Timing timing, int number, long seed, double left) throws IOException, InterruptedException {
        LiveLoad live = new LiveLoad(site, workload, pictures, progress);
        double slo = workload.slo().toNanos() / 1e6;
        List<Repeat.Probe> probes = new ArrayList<>();
        List<String> told = new ArrayList<>();
        double first = LoadRun.rate(workload);
        double most = workload.load().isPresent() ? 4 * LoadRun.capacity(workload) : 1e6;
        RateSearch search = new RateSearch(first, most, TOLERANCE, MOST_PROBES);
        double confirming = timing.warmUp().plus(timing.duration()).toMillis() / 1e3;
        double eachSeconds = timing.probe().toMillis() / 1e3 + 2;
        live.run("w" + number + "-", first, Duration.ZERO, timing.warmUp(), seed, "warming up: ", left);
        int tried = 0;
        while (search.next().isPresent()) {
            double rate = search.next().getAsDouble();
            // Early stopping can show nothing with fewer queries, however fast they are.
            Duration length = max(timing.probe(), Duration.ofMillis((long) (1_000 * ServerRule.queriesFor(0) / rate) + 1));
            LiveLoad.Run run = live.accepted("p" + number + "." + tried + "-", rate, BETWEEN, length, seed + tried, "probe " + (tried + 1) + ": ",
                    Math.max(1, EXPECTED_PROBES - tried) * eachSeconds + confirming);
            tried++;
            ServerRule.Told judged = judge(run, rate, slo, probes);
            told.add("probe at " + judged.sentence() + (run.problems().isEmpty() ? "" : " (rejected: " + String.join("; ", run.problems()) + ")"));
            search.told(judged.held() && run.problems().isEmpty());
        }
        double rate = search.highest();
        for (int confirmation = 0; confirmation < MOST_CONFIRMATIONS && rate > 0; confirmation++) {
            LiveLoad.Run run = live.accepted("c" + number + "." + confirmation + "-", rate, BETWEEN, timing.duration(), seed + 1_000 + confirmation, "confirming: ", confirming);
            ServerRule.Told judged = judge(run, rate, slo, probes);
            told.add("full run at " + judged.sentence());
            if (judged.held() && run.problems().isEmpty()) {
                log.accept(run.log());
                Map<Metric, Double> values = new EnumMap<>(run.values());
                values.put(Metric.HIGHEST_RATE, rate);
                return new Repeat(number, seed, values, run.books(), run.window().stages(), run.window().percentiles(), run.window().bySecond(run.startMicros()), List.of(),
                        probes, told, List.of());
            }
            rate *= STEP_DOWN;
        }
        told.add(String.format(Locale.ROOT, "no rate was confirmed within %.0f ms", slo));
        return new Repeat(number, seed, Map.of(Metric.HIGHEST_RATE, 0.0), new Repeat.Books(0, 0, 0, 0, 0, 0, 0), Map.of(), Map.of(), List.of(), List.of(), probes, told,
                List.of("no rate was confirmed"));
    }

    private ServerRule.Told judge(LiveLoad.Run run, double rate, double slo, List<Repeat.Probe> probes) {
        long within = run.window().due().stream().filter(r -> r.millis(workload.until()) <= slo).count();
        ServerRule.Told judged = ServerRule.judge(rate, within, run.sent() - within);
        Samples latency = run.window().latencies();
        probes.add(new Repeat.Probe(rate, judged.held(), judged.shareWithin(), latency.percentile(99)));
        return judged;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
