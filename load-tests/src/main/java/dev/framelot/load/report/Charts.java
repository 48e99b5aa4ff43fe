package dev.framelot.load.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of a result, as PNG. */
public final class Charts {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 460;

    private Charts() {}

    /** Points that a line joins, in their order. @param xs of the same number as {@code ys}; without any the line is left out */
    public record Line(String name, List<Double> xs, List<Double> ys) {}

    /** @param logarithmic the y-axis, where values differ much @param verticals x values that a thin vertical line marks */
    public static byte[] lines(String title, String x, String y, boolean logarithmic, List<Line> lines, List<Double> verticals) throws IOException {
        return lines(title, x, y, logarithmic, false, lines, verticals);
    }

    /** On a plain y-axis that begins at zero, so that heights compare as they look. */
    public static byte[] linesFromZero(String title, String x, String y, List<Line> lines) throws IOException {
        return lines(title, x, y, false, true, lines, List.of());
    }

    private static byte[] lines(String title, String x, String y, boolean logarithmic, boolean fromZero, List<Line> lines, List<Double> verticals) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(x).yAxisTitle(y).build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (Line line : lines) {
            List<Double> xs = new ArrayList<>();
            List<Double> ys = new ArrayList<>();
            for (int i = 0; i < line.xs().size(); i++) {
                double value = line.ys().get(i);
                if (Double.isFinite(value) && (!logarithmic || value > 0)) {
                    xs.add(line.xs().get(i));
                    ys.add(value);
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (!xs.isEmpty()) {
                XYSeries series = chart.addSeries(line.name(), xs, ys);
                series.setMarker(SeriesMarkers.CIRCLE);
                series.setLineWidth(2f);
            }
        }
        // A logarithmic axis labels powers of ten only: over less than two of them a plain one tells more.
        chart.getStyler().setYAxisLogarithmic(logarithmic && high > 50 * low);
        for (int i = 0; i < verticals.size() && high > -Double.MAX_VALUE; i++) {
            XYSeries mark = chart.addSeries("change " + (i + 1), List.of(verticals.get(i), verticals.get(i)), List.of(low, high));
            mark.setMarker(SeriesMarkers.NONE);
            mark.setLineColor(Color.DARK_GRAY);
            mark.setLineStyle(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
        }
        if (fromZero) {
            chart.getStyler().setYAxisMin(0.0);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
        return png.toByteArray();
    }

    /** Title to picture; those that the result has something for. */
    static Map<String, byte[]> of(LoadResult result) throws IOException {
        Map<String, byte[]> charts = new java.util.LinkedHashMap<>();
        List<Line> percentiles = new ArrayList<>();
        List<Line> rates = new ArrayList<>();
        List<Line> seconds = new ArrayList<>();
        List<Double> changes = new ArrayList<>();
        for (Repeat repeat : result.repeats()) {
            String run = "run " + repeat.number();
            // 90, 99, 99.9 lie one step apart, as the tail's rarity grows.
            percentiles.add(new Line(run, repeat.percentiles().keySet().stream().map(p -> p >= 100 ? 4.5 : -Math.log10(1 - p / 100)).toList(),
                    List.copyOf(repeat.percentiles().values())));
            rates.add(new Line(run, repeat.seconds().stream().map(s -> (double) s.second()).toList(), repeat.seconds().stream().map(s -> (double) s.results()).toList()));
            seconds.add(new Line(run + ", p50", repeat.seconds().stream().map(s -> (double) s.second()).toList(), repeat.seconds().stream().map(Repeat.Second::p50Millis).toList()));
            seconds.add(new Line(run + ", p99", repeat.seconds().stream().map(s -> (double) s.second()).toList(), repeat.seconds().stream().map(Repeat.Second::p99Millis).toList()));
            if (changes.isEmpty()) {
                repeat.segments().stream().skip(1).forEach(s -> changes.add(s.fromSeconds()));
            }
        }
        if (percentiles.stream().anyMatch(line -> !line.xs().isEmpty())) {
            charts.put("Latency by percentile", lines("Latency by percentile (1: 90 %, 2: 99 %, 3: 99.9 %, 4.5: highest)", "nines", "ms", true, percentiles, List.of()));
        }
        if (seconds.stream().anyMatch(line -> !line.xs().isEmpty())) {
            charts.put("Latency by second", lines("Latency of the results of each second", "s since the schedule's beginning, warming up included", "ms", true, seconds, changes));
            charts.put("Results by second", lines("Results of each second", "s since the schedule's beginning, warming up included", "frames/s", false, rates, changes));
        }
        List<Repeat.Probe> probes = result.repeats().stream().flatMap(repeat -> repeat.probes().stream()).sorted((a, b) -> Double.compare(a.rate(), b.rate())).toList();
        if (!probes.isEmpty()) {
            charts.put("Rates tried", lines("Latency against rate: every rate that was tried", "frames/s", "p99, ms", true, List.of(
                    new Line("held", probes.stream().filter(Repeat.Probe::held).map(Repeat.Probe::rate).toList(), probes.stream().filter(Repeat.Probe::held).map(Repeat.Probe::p99Millis).toList()),
                    new Line("not held", probes.stream().filter(p -> !p.held()).map(Repeat.Probe::rate).toList(),
                            probes.stream().filter(p -> !p.held()).map(Repeat.Probe::p99Millis).toList())), List.of()));
        }
        return charts;
    }
}
