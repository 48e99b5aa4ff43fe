package dev.framelot.load.simulate;

import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Every policy over a range of loads, as a table (CSV) and charts (PNG): on-time share, latency, and latency against device time. */
record LoadSweep(
        Curve curve, Shapes shapes, long budgetNanos, double noise, int lanes, int frames, int cameras, Traces process, long seed, boolean keepAll) {
    private static final double[] LOADS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5};

    private record Point(double load, Outcome outcome, OptionalInt oracle) {}

    void writeTo(Path folder, PrintWriter out) throws IOException {
        Files.createDirectories(folder);
        Map<String, List<Point>> byPolicy = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(Policies.ours().keySet());
        names.addAll(Policies.rivals());
        int done = 0;
        for (double load : LOADS) {
            Trace trace = process.draw(load * curve.capacity(shapes) * lanes, frames, cameras, budgetNanos, seed);
            Outcome reached = run(trace, "latency", 0);
            OptionalInt oracle = keepAll ? OptionalInt.empty() : Oracle.onTime(trace, curve, shapes, lanes, reached.onTime());
            for (String name : names) {
                byPolicy.computeIfAbsent(name, n -> new ArrayList<>()).add(new Point(load, run(trace, name, noise), oracle));
            }
            out.printf(Locale.ROOT, "  load %.2f done, %d of %d%n", load, ++done, LOADS.length);
            out.flush();
        }
        Files.writeString(folder.resolve("sweep.csv"), csv(byPolicy));
        chart(folder.resolve("on-time.png"), "Frames on time", "load (arrivals ÷ most the device can do)", "on time, %", byPolicy, p -> p.load, p -> 100 * p.outcome.onTimeShare(), false);
        chart(folder.resolve("latency.png"), "Mean latency of frames that ran", "load (arrivals ÷ most the device can do)", "ms", byPolicy, p -> p.load, p -> p.outcome.meanLatencyMillis(), true);
        chart(folder.resolve("frontier.png"), "What latency costs in device time, load 0.1 to 1.5", "device ms per frame", "mean latency, ms",
                byPolicy, p -> p.outcome.deviceMillisPerFrame(), p -> p.outcome.meanLatencyMillis(), true);
        out.println("  written to " + folder + ": sweep.csv, on-time.png, latency.png, frontier.png");
        out.flush();
    }

    private Outcome run(Trace trace, String policy, double scatter) {
        boolean sheds = !keepAll && (policy.equals("adaptive") || policy.equals("latency") || policy.equals("linear-fit-wait"));
        Objective objective = new Objective(Policies.named(policy).get(), sheds ? DropPolicy.SHED_LATE : DropPolicy.KEEP_ALL, shapes.largest(), 0);
        return Simulation.run(Scenario.of(trace, curve, scatter, shapes.largest(), lanes, objective, seed));
    }

    private static String csv(Map<String, List<Point>> byPolicy) {
        StringBuilder csv = new StringBuilder("policy,load,on_time,oracle_on_time,shed,mean_latency_ms,p99_ms,mean_batch,device_busy,device_ms_per_frame\n");
        byPolicy.forEach((name, points) -> points.forEach(p -> csv.append(String.format(Locale.ROOT, "%s,%.2f,%.5f,%s,%d,%.3f,%.3f,%.2f,%.4f,%.4f%n", name, p.load,
                p.outcome.onTimeShare(), p.oracle.isPresent() ? String.format(Locale.ROOT, "%.5f", (double) p.oracle.getAsInt() / p.outcome.frames()) : "",
                p.outcome.shed(), p.outcome.meanLatencyMillis(), p.outcome.latencyMillis(99), p.outcome.meanBatch(), p.outcome.deviceBusy(),
                p.outcome.deviceMillisPerFrame()))));
        return csv.toString();
    }

    private interface Value {
        double of(Point point);
    }

    private void chart(Path file, String title, String x, String y, Map<String, List<Point>> byPolicy, Value xs, Value ys, boolean logarithmic) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder().width(1100).height(640)
                .title(title + " (" + process.wireName() + ", t(b) = " + curve + " ms, SLO " + budgetNanos / 1_000_000 + " ms)").xAxisTitle(x).yAxisTitle(y).build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(java.awt.Color.WHITE);
        chart.getStyler().setYAxisLogarithmic(logarithmic);
        byPolicy.forEach((name, points) -> {
            XYSeries series = chart.addSeries(name, points.stream().mapToDouble(xs::of).toArray(), points.stream().mapToDouble(ys::of).toArray());
            boolean ours = Policies.ours().containsKey(name);
            series.setLineWidth(ours ? 3.5f : 1.2f);
            series.setMarker(ours ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        });
        List<Point> any = byPolicy.values().iterator().next();
        if (!logarithmic && any.stream().allMatch(p -> p.oracle.isPresent())) {
            XYSeries series = chart.addSeries("oracle", any.stream().mapToDouble(p -> p.load).toArray(),
                    any.stream().mapToDouble(p -> 100.0 * p.oracle.getAsInt() / p.outcome.frames()).toArray());
            series.setMarker(SeriesMarkers.NONE);
            series.setLineColor(java.awt.Color.BLACK);
        }
        try (OutputStream png = Files.newOutputStream(file)) {
            BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
        }
    }
}
