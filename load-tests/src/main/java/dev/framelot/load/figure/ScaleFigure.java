package dev.framelot.load.figure;

import dev.framelot.load.plan.KeySpread;
import dev.framelot.load.report.Chart;
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
        return Math.round(ScaleTimes.slow(ScaleTimes.instances(quick), quick) + ScaleTimes.quick(ScaleTimes.instances(quick), quick));
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        List<Integer> instances = ScaleTimes.instances(run.quick());
        ProgressBar bar = new ProgressBar(new PrintWriter(System.err, true), false, plannedSeconds(run.quick()), System::nanoTime);
        List<FigureRow> rows = new ArrayList<>();
        slowDevices(run, instances, bar, rows);
        quickDevices(run, instances, bar, rows);
        run.note("Instances are processes of their own, each before a declared device of its own; broker, cameras and reader share the same cores. At least once, pictures of"
                + " 64 x 64 pixels: a frame's cost is Kafka, header, decoding, batching and records, not pixels.");
        return rows;
    }

    /** A device that sets the pace: the rate must grow as devices are added. */
    private static void slowDevices(FigureRun run, List<Integer> instances, ProgressBar bar, List<FigureRow> rows) throws IOException, InterruptedException {
        Workload workload = workload(Duration.ofMillis(60), Duration.ofMillis(4));
        TreeMap<Integer, Double> rates = new TreeMap<>();
        double few = Double.NaN;
        double after = ScaleTimes.slow(instances, run.quick()) + ScaleTimes.quick(instances, run.quick());
        for (int count : instances) {
            double here = ScaleTimes.slow(List.of(count), run.quick());
            after -= here;
            bar.afterwards(after);
            bar.phase("device of 60 + 4 b ms, " + count + " instance(s)", here);
            try (KeySeries series = KeySeries.open(workload, count, bar)) {
                series.drain("w", MANY_CAMERAS, ScaleTimes.WARM_UP_FRAMES * count);
                KeySeries.Drained drained = series.drain("s", MANY_CAMERAS, ScaleTimes.slowFrames(run.quick()) * count);
                rates.put(count, drained.framesPerSecond());
                lost(drained, run, count + " instance(s), slow device");
                if (count == 4) {
                    few = series.drain("f", FEW_CAMERAS, ScaleTimes.slowFrames(run.quick()) * count).framesPerSecond();
                }
            }
        }
        rates.forEach((count, rate) -> rows.add(FigureRow.told(count + " instance(s), device of 60 + 4 b ms: rate", rate, "frames/s")));
        int most = instances.get(instances.size() - 1);
        rows.add(FigureRow.of("rate of 4 instances / 4 times that of one, device of 60 + 4 b ms", rates.get(4) / (4 * rates.get(1)), "", Goal.atLeast(0.9)));
        rows.add(FigureRow.told("the same with " + FEW_CAMERAS + " cameras, which Kafka's hash spreads less evenly", few / (4 * rates.get(1)), ""));
        for (int cameras : List.of(FEW_CAMERAS, MANY_CAMERAS)) {
            int fullest = new KeySpread(cameras, camera -> "of-camera-" + camera).mostCameras(PARTITIONS, 4);
            rows.add(FigureRow.told(String.format(Locale.ROOT, "an even share / the fullest of 4 instances' share of %,d cameras, by Kafka's hash", cameras), cameras / (4.0 * fullest), ""));
        }
        run.picture("scale-instances.png", Charts.lines("Rate by instances, each before a device of 60 + 4 b ms", "instances", "frames/s", false,
                List.of(line("measured", rates), new Charts.Line("in proportion to one", List.of(1.0, (double) most), List.of(rates.get(1), most * rates.get(1)))), List.of()));
    }

    /** A device that hardly costs: the cores set the pace, and the cost of a frame shows. */
    private static void quickDevices(FigureRun run, List<Integer> instances, ProgressBar bar, List<FigureRow> rows) throws IOException, InterruptedException {
        Workload workload = workload(Duration.ofNanos(500_000), Duration.ofNanos(50_000));
        List<Charts.Line> lines = new ArrayList<>();
        TreeMap<Integer, Double> rates = new TreeMap<>();
        TreeMap<Integer, TreeMap<Integer, Double>> costs = new TreeMap<>();
        double coresUsed = 0;
        double machineBusy = 0;
        double after = ScaleTimes.quick(instances, run.quick());
        for (int count : instances) {
            double here = ScaleTimes.quick(List.of(count), run.quick());
            after -= here;
            bar.afterwards(after);
            bar.phase("device of 0.5 + 0.05 b ms, " + count + " instance(s)", here);
            TreeMap<Integer, List<KeySeries.Cost>> all = new TreeMap<>();
            try (KeySeries series = KeySeries.open(workload, count, bar)) {
                // Every camera once: what is kept for each is there before costs are measured, and code is compiled.
                KeySeries.Drained drained = series.drain("all", MANY_CAMERAS, MANY_CAMERAS);
                lost(drained, run, count + " instance(s), quick device");
                rates.put(count, drained.framesPerSecond());
                coresUsed = Math.max(coresUsed, drained.cores());
                machineBusy = Math.max(machineBusy, drained.machineBusy());
                series.cost("oall-", 100, RATE, Duration.ZERO, ScaleTimes.compiling(run.quick()), run.seed());
                List<Integer> order = ScaleTimes.order(count, run.quick());
                for (int turn = 0; turn < order.size(); turn++) {
                    bar.afterwards(after + (order.size() - 1 - turn) * ScaleTimes.turn(run.quick()));
                    // Named as the drained ones, so that what is kept for each camera is there.
                    KeySeries.Cost cost = series.cost("oall-", order.get(turn), RATE, ScaleTimes.SETTLE, ScaleTimes.measured(run.quick()), run.seed());
                    all.computeIfAbsent(order.get(turn), key -> new ArrayList<>()).add(cost);
                }
            }
            TreeMap<Integer, Double> byKeys = told(count, all, run, rows);
            costs.put(count, byKeys);
            lines.add(line(count + " instance(s)", byKeys));
        }
        rows.add(FigureRow.of("CPU of a frame, 10,000 cameras / 10 cameras, 1 instance", costs.get(1).get(10_000) / costs.get(1).get(10), "", Goal.atMost(1.5)));
        rates.forEach((count, rate) -> rows.add(FigureRow.told(count + " instance(s), device of 0.5 + 0.05 b ms: rate", rate, "frames/s")));
        double most = rates.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        int cores = Runtime.getRuntime().availableProcessors();
        run.note(String.format(Locale.ROOT, "Where it ends: before a device that hardly costs, more instances do not go faster than %.0f frames/s here: the machine's %d cores were up"
                + " to %.0f %% busy, the instances' share up to %.1f cores, the rest broker, cameras, reader and whatever else ran. Until then the rate is devices times what one does,"
                + " less what an uneven spread of few cameras leaves idle.", most, cores, 100 * machineBusy, coresUsed));
        run.picture("scale-cost.png", new Chart("CPU of a frame by cameras", "cameras", "ms", true, false, null, lines, List.of()).png(false));
    }

    /** A row for each number of cameras, the mean of its turns. @return CPU of a frame, milliseconds */
    private static TreeMap<Integer, Double> told(int instances, TreeMap<Integer, List<KeySeries.Cost>> all, FigureRun run, List<FigureRow> rows) {
        TreeMap<Integer, Double> byKeys = new TreeMap<>();
        all.forEach((key, turns) -> {
            String name = String.format(Locale.ROOT, "%,d cameras, %d instance(s): ", key, instances);
            byKeys.put(key, turns.stream().mapToDouble(KeySeries.Cost::cpuMillisPerFrame).average().orElseThrow());
            rows.add(FigureRow.told(name + "CPU of a frame", byKeys.get(key), "ms"));
            rows.add(FigureRow.told(name + "p99", turns.stream().mapToDouble(KeySeries.Cost::p99Millis).average().orElseThrow(), "ms"));
            turns.forEach(turn -> turn.problems().forEach(problem -> run.note(name + "p99 rejected: " + problem)));
        });
        return byKeys;
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
