package dev.framelot.load.figure;

import dev.framelot.load.report.Charts;
import dev.framelot.load.run.KeySeries;
import dev.framelot.load.run.ProgressBar;
import dev.framelot.load.simulate.Traces;
import dev.framelot.load.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What a frame costs from 10 to 10,000 cameras, and how the rate grows with instances: until their devices or this machine's cores are used up. */
final class ScaleFigure implements Figure {
    private static final int PARTITIONS = 16;
    private static final double RATE = 200;
    private static final int MANY_CAMERAS = 10_000;
    private static final int FEW_CAMERAS = 64;

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 200 : 700;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        List<Integer> instances = run.quick() ? List.of(1, 2, 4) : List.of(1, 2, 4, 8);
        List<Integer> keys = run.quick() ? List.of(10, 10_000) : List.of(10, 100, 1_000, 10_000);
        ProgressBar bar = new ProgressBar(new PrintWriter(System.err, true), false, plannedSeconds(run.quick()), System::nanoTime);
        List<FigureRow> rows = new ArrayList<>();
        slowDevices(run, instances, bar, rows);
        quickDevices(run, instances, keys, bar, rows);
        run.note("Instances are processes of their own, each before a declared device of its own; broker, cameras and reader share the same cores. At least once, pictures of"
                + " 64 x 64 pixels: a frame's cost is Kafka, header, decoding, batching and records, not pixels.");
        return rows;
    }

    /** A device that sets the pace: the rate must grow as devices are added. */
    private static void slowDevices(FigureRun run, List<Integer> instances, ProgressBar bar, List<FigureRow> rows) throws IOException, InterruptedException {
        Workload workload = workload(Duration.ofMillis(60), Duration.ofMillis(4));
        TreeMap<Integer, Double> rates = new TreeMap<>();
        double few = Double.NaN;
        for (int count : instances) {
            bar.phase("device of 60 + 4 b ms, " + count + " instance(s)", 1);
            try (KeySeries series = KeySeries.open(workload, count, bar)) {
                series.drain("w", MANY_CAMERAS, 100 * count);
                KeySeries.Drained drained = series.drain("s", MANY_CAMERAS, run.quickOr(500, 1_500) * count);
                rates.put(count, drained.framesPerSecond());
                lost(drained, run, count + " instance(s), slow device");
                if (count == 4) {
                    few = series.drain("f", FEW_CAMERAS, run.quickOr(500, 1_500) * count).framesPerSecond();
                }
            }
        }
        rates.forEach((count, rate) -> rows.add(FigureRow.told(count + " instance(s), device of 60 + 4 b ms: rate", rate, "frames/s")));
        int most = instances.get(instances.size() - 1);
        rows.add(FigureRow.of("rate of 4 instances / 4 times that of one, device of 60 + 4 b ms", rates.get(4) / (4 * rates.get(1)), "", Goal.atLeast(0.9)));
        rows.add(FigureRow.told("the same with " + FEW_CAMERAS + " cameras, which Kafka's hash spreads less evenly", few / (4 * rates.get(1)), ""));
        run.picture("scale-instances.png", Charts.lines("Rate by instances, each before a device of 60 + 4 b ms", "instances", "frames/s", false,
                List.of(line("measured", rates), new Charts.Line("in proportion to one", List.of(1.0, (double) most), List.of(rates.get(1), most * rates.get(1)))), List.of()));
    }

    /** A device that hardly costs: the cores set the pace, and the cost of a frame shows. */
    private static void quickDevices(FigureRun run, List<Integer> instances, List<Integer> keys, ProgressBar bar, List<FigureRow> rows) throws IOException, InterruptedException {
        Workload workload = workload(Duration.ofNanos(500_000), Duration.ofNanos(50_000));
        List<Charts.Line> lines = new ArrayList<>();
        TreeMap<Integer, Double> rates = new TreeMap<>();
        TreeMap<Integer, TreeMap<Integer, Double>> costs = new TreeMap<>();
        double coresUsed = 0;
        double machineBusy = 0;
        for (int count : instances) {
            bar.phase("device of 0.5 + 0.05 b ms, " + count + " instance(s)", 1);
            TreeMap<Integer, Double> byKeys = new TreeMap<>();
            try (KeySeries series = KeySeries.open(workload, count, bar)) {
                // Every camera once: what is kept for each is there before costs are measured, and code is compiled.
                KeySeries.Drained drained = series.drain("all", MANY_CAMERAS, MANY_CAMERAS);
                lost(drained, run, count + " instance(s), quick device");
                rates.put(count, drained.framesPerSecond());
                coresUsed = Math.max(coresUsed, drained.cores());
                machineBusy = Math.max(machineBusy, drained.machineBusy());
                for (int key : keys) {
                    KeySeries.Cost cost = series.cost("oall-", key, RATE, Duration.ofSeconds(2), Duration.ofSeconds(run.quickOr(6, 20)), run.seed());
                    byKeys.put(key, cost.cpuMillisPerFrame());
                    String name = String.format(Locale.ROOT, "%,d cameras, %d instance(s): ", key, count);
                    rows.add(FigureRow.told(name + "CPU of a frame", cost.cpuMillisPerFrame(), "ms"));
                    rows.add(FigureRow.told(name + "p99", cost.p99Millis(), "ms"));
                    cost.problems().forEach(problem -> run.note(name + "p99 rejected: " + problem));
                }
            }
            costs.put(count, byKeys);
            lines.add(line(count + " instance(s)", byKeys.entrySet().stream().collect(java.util.stream.Collectors.toMap(
                    e -> (int) Math.round(100 * Math.log10(e.getKey())), Map.Entry::getValue, (a, b) -> a, TreeMap::new))));
        }
        rows.add(FigureRow.of("CPU of a frame, 10,000 cameras / 10 cameras, 1 instance", costs.get(1).get(10_000) / costs.get(1).get(10), "", Goal.atMost(1.5)));
        rates.forEach((count, rate) -> rows.add(FigureRow.told(count + " instance(s), device of 0.5 + 0.05 b ms: rate", rate, "frames/s")));
        double most = rates.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        int cores = Runtime.getRuntime().availableProcessors();
        run.note(String.format(Locale.ROOT, "Where it ends: before a device that hardly costs, more instances do not go faster than %.0f frames/s here: the machine's %d cores were up"
                + " to %.0f %% busy, the instances' share up to %.1f cores, the rest broker, cameras, reader and whatever else ran. Until then the rate is devices times what one does,"
                + " less what an uneven spread of few cameras leaves idle.", most, cores, 100 * machineBusy, coresUsed));
        run.picture("scale-cost.png", Charts.lines("CPU of a frame by cameras (100: 10, 200: 100, 300: 1,000, 400: 10,000 cameras)", "100 log10(cameras)", "ms", false, lines, List.of()));
    }

    private static void lost(KeySeries.Drained drained, FigureRun run, String what) {
        if (drained.lost() > 0) {
            run.note(what + ": rejected, " + drained.lost() + " frames are lost");
        }
    }

    private static Charts.Line line(String name, Map<Integer, Double> values) {
        return new Charts.Line(name, values.keySet().stream().map(Integer::doubleValue).toList(), List.copyOf(values.values()));
    }

    private static Workload workload(Duration fixed, Duration perFrame) {
        Workload.Timing unused = new Workload.Timing(Duration.ofSeconds(1), Duration.ZERO, 1, 0, Duration.ofSeconds(1));
        return new Workload("scale", "Cameras and instances", Workload.Scenario.OPEN_LOOP, Traces.CAMERAS, Optional.empty(), OptionalDouble.of(RATE), OptionalDouble.empty(), 10, 0,
                Workload.Pictures.TINY, unused, unused, new Workload.Engine(Workload.Engine.Kind.DECLARED_COST, fixed, perFrame), 1, PARTITIONS, new Workload.Memory(256, 0),
                Duration.ZERO, Workload.Until.RESULT, Map.of("batching.mode", "throughput", "batching.max-wait", "50ms", "delivery.guarantee", "at-least-once"), List.of(),
                Map.of(), Map.of());
    }
}
