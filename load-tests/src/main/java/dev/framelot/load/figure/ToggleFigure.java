package dev.framelot.load.figure;

import dev.framelot.load.measure.Samples;
import dev.framelot.load.report.Charts;
import dev.framelot.load.report.LoadResult;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.report.Repeat.Segment;
import dev.framelot.load.run.LoadRun;
import dev.framelot.load.run.ModeSeries;
import dev.framelot.load.run.ProgressBar;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mode is switched while frames flow, and back: how long that takes, what it costs, and what each mode gives for which latency. */
final class ToggleFigure implements Figure {
    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 95 : 470;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        Workload workload = Workloads.find("toggle");
        ProgressBar bar = new ProgressBar(new PrintWriter(System.err, true), false, plannedSeconds(run.quick()), System::nanoTime);
        List<FigureRow> rows = new ArrayList<>();
        bar.afterwards(plannedSeconds(run.quick()) - LoadRun.plannedSeconds(workload, run.quick()));
        LoadResult result = new LoadRun(workload, run.quick(), run.seed(), Optional.empty(), bar, (number, log) -> {}).run();
        bar.afterwards(0);
        switched(result, rows);
        run.picture("toggle.png", picture(result));
        frontier(run, workload, bar, rows);
        result.problems().forEach(problem -> run.note("Rejected, not to be used: " + problem));
        run.note(String.format(Locale.ROOT, "Poisson arrivals at %.0f %% of what %s can do at best; exactly once; latency from schedule to the result's record. Mode latency, then"
                        + " throughput (waiting up to 300 ms for a full batch), then latency again, asked for on the control topic as framelot mode does.",
                100 * workload.load().orElse(0), result.engine()));
        run.note("From asking, before any client of the topic is opened: until the topic has it; in force, until the instance says so; settled, until 0.1 s of results look like those later in that mode. Medians of "
                + result.repeats().size() + " run(s).");
        return rows;
    }

    private static void switched(LoadResult result, List<FigureRow> rows) {
        int parts = result.repeats().get(0).segments().size();
        for (int part = 0; part < parts; part++) {
            int at = part;
            List<Segment> same = result.repeats().stream().map(repeat -> repeat.segments().get(at)).toList();
            String name = (part + 1) + " " + same.get(0).mode() + ": ";
            rows.add(FigureRow.told(name + "p50", median(same.stream().map(Segment::p50Millis).toList()), "ms"));
            rows.add(FigureRow.told(name + "p99", median(same.stream().map(Segment::p99Millis).toList()), "ms"));
            rows.add(FigureRow.told(name + "results", median(same.stream().map(Segment::framesPerSecond).toList()), "frames/s"));
            rows.add(FigureRow.told(name + "frames of a batch", median(same.stream().map(Segment::meanBatch).toList()), "frames"));
            rows.add(FigureRow.told(name + "device time of a frame", median(same.stream().map(Segment::deviceMillisPerFrame).toList()), "ms"));
            if (part > 0) {
                rows.add(FigureRow.told(name + "the topic has it after", median(same.stream().map(Segment::writtenMillis).toList()), "ms"));
                rows.add(FigureRow.of(name + "in force after", median(same.stream().map(Segment::inForceMillis).toList()), "ms", Goal.atMost(1_000)));
                rows.add(FigureRow.told(name + "settled after", median(same.stream().map(Segment::settledMillis).toList()), "ms"));
            }
        }
        rows.add(FigureRow.told("frames sent", sum(result, Repeat.Books::sent), "frames"));
        rows.add(FigureRow.of("frames lost", sum(result, Repeat.Books::lost), "frames", Goal.exactly(0)));
        rows.add(FigureRow.of("frames doubled", sum(result, Repeat.Books::doubled), "frames", Goal.exactly(0)));
        rows.add(FigureRow.of("frames left out", sum(result, Repeat.Books::shed), "frames", Goal.exactly(0)));
        rows.add(FigureRow.of("frames out of order", sum(result, Repeat.Books::outOfOrder), "frames", Goal.exactly(0)));
    }

    private static double sum(LoadResult result, java.util.function.ToLongFunction<Repeat.Books> count) {
        return result.repeats().stream().map(Repeat::books).mapToLong(count).sum();
    }

    private static double median(List<Double> values) {
        return Samples.of(values).median();
    }

    private static byte[] picture(LoadResult result) throws IOException {
        Repeat first = result.repeats().get(0);
        List<Double> seconds = first.seconds().stream().map(s -> (double) s.second()).toList();
        return Charts.lines("Mode switched live: latency, throughput, latency (" + result.engine() + ")", "s since the schedule's beginning, warming up included",
                "ms; frames/s", true,
                List.of(new Charts.Line("p50, ms", seconds, first.seconds().stream().map(Repeat.Second::p50Millis).toList()),
                        new Charts.Line("p99, ms", seconds, first.seconds().stream().map(Repeat.Second::p99Millis).toList()),
                        new Charts.Line("results, frames/s", seconds, first.seconds().stream().map(s -> (double) s.results()).toList())),
                first.segments().stream().skip(1).map(Segment::fromSeconds).toList());
    }

    private static void frontier(FigureRun run, Workload workload, ProgressBar bar, List<FigureRow> rows) throws IOException, InterruptedException {
        List<Workload.Change> modes = List.of(mode("latency", 0), mode("adaptive", 100), mode("throughput", 300));
        List<Double> loads = run.quick() ? List.of(0.2, 0.5, 0.8) : List.of(0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95);
        List<ModeSeries.Point> points = ModeSeries.measure(workload, modes, loads, Duration.ofSeconds(run.quickOr(2, 4)), Duration.ofSeconds(run.quickOr(4, 12)), run.seed(), bar);
        List<Charts.Line> lines = new ArrayList<>();
        for (Workload.Change mode : modes) {
            List<ModeSeries.Point> own = points.stream().filter(point -> point.mode().equals(mode.mode())).toList();
            lines.add(new Charts.Line(mode.mode(), own.stream().map(ModeSeries.Point::framesPerSecond).toList(), own.stream().map(ModeSeries.Point::p99Millis).toList()));
            own.forEach(point -> {
                String name = String.format(Locale.ROOT, "%s at load %.2f: ", point.mode(), point.load());
                rows.add(FigureRow.told(name + "p99", point.p99Millis(), "ms"));
                rows.add(FigureRow.told(name + "results", point.framesPerSecond(), "frames/s"));
                rows.add(FigureRow.told(name + "device time of a frame", point.deviceMillisPerFrame(), "ms"));
                point.problems().forEach(problem -> run.note(name + "rejected: " + problem));
            });
        }
        run.picture("frontier.png", Charts.lines("Latency against throughput: modes latency, adaptive (SLO 100 ms), throughput (waiting up to 300 ms)", "results, frames/s",
                "p99, ms", true, lines, List.of()));
    }

    private static Workload.Change mode(String name, int sloMillis) {
        return new Workload.Change(0.5, name, Optional.of(Duration.ofMillis(sloMillis)),
                name.equals("throughput") ? Optional.of(Duration.ofMillis(300)) : Optional.empty(), Optional.of("keep-all"));
    }
}
