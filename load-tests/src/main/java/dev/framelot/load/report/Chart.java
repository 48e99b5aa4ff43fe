package dev.framelot.load.report;

import dev.framelot.load.report.Charts.Line;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over an x-axis, to be drawn as PNG for a light or a dark page.
 *
 * @param logX and {@code logY}: axes whose values differ much
 * @param labels of the x-axis; null: its numbers
 * @param verticals x values that a thin vertical line marks
 */
public record Chart(String title, String x, String y, boolean logX, boolean logY, DoubleFunction<String> labels, List<Line> lines, List<Double> verticals) {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 460;

    /** Paper, ink, grid, and the colours of lines in their order. */
    private enum Shade {
        LIGHT(Color.WHITE, new Color(0x22, 0x22, 0x22), new Color(0xdd, 0xdd, 0xdd), 0x0063b1, 0xc2410c, 0x15803d, 0x7e22ce, 0x0e7490, 0xa16207, 0xbe185d, 0x4b5563),
        DARK(new Color(0x16, 0x1a, 0x20), new Color(0xe6, 0xe6, 0xe6), new Color(0x3a, 0x40, 0x48), 0x60a5fa, 0xfb923c, 0x4ade80, 0xc084fc, 0x22d3ee, 0xfacc15, 0xf472b6, 0x9ca3af);

        final Color paper;
        final Color ink;
        final Color grid;
        final Color[] series;

        Shade(Color paper, Color ink, Color grid, int... series) {
            this.paper = paper;
            this.ink = ink;
            this.grid = grid;
            this.series = java.util.Arrays.stream(series).mapToObj(Color::new).toArray(Color[]::new);
        }
    }

    public Chart {
        lines = List.copyOf(lines);
        verticals = List.copyOf(verticals);
    }

    /** For a dark page, or else a light one. */
    public byte[] png(boolean dark) throws IOException {
        return png(dark, false);
    }

    /** For a light page, the y-axis from zero. */
    byte[] pngFromZero() throws IOException {
        return png(false, true);
    }

    private byte[] png(boolean dark, boolean fromZero) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(x).yAxisTitle(y).build();
        Shade shade = dark ? Shade.DARK : Shade.LIGHT;
        colour(chart.getStyler(), shade);
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (Line line : lines) {
            List<Double> xs = new ArrayList<>();
            List<Double> ys = new ArrayList<>();
            for (int i = 0; i < line.xs().size(); i++) {
                double value = line.ys().get(i);
                if (Double.isFinite(value) && (!logY || value > 0)) {
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
        chart.getStyler().setXAxisLogarithmic(logX);
        // A logarithmic axis labels powers of ten only: over less than two of them a plain one tells more.
        chart.getStyler().setYAxisLogarithmic(logY && high > 50 * low);
        for (int i = 0; i < verticals.size() && high > -Double.MAX_VALUE; i++) {
            XYSeries mark = chart.addSeries("change " + (i + 1), List.of(verticals.get(i), verticals.get(i)), List.of(low, high));
            mark.setMarker(SeriesMarkers.NONE);
            mark.setLineColor(shade.ink);
            mark.setLineStyle(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
        }
        if (fromZero) {
            chart.getStyler().setYAxisMin(0.0);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
        return png.toByteArray();
    }

    private void colour(XYStyler style, Shade shade) {
        style.setSeriesColors(shade.series);
        style.setChartBackgroundColor(shade.paper);
        style.setPlotBackgroundColor(shade.paper);
        style.setPlotBorderColor(shade.grid);
        style.setPlotGridLinesColor(shade.grid);
        style.setChartTitleBoxBackgroundColor(shade.paper);
        style.setChartTitleBoxBorderColor(shade.paper);
        style.setLegendBackgroundColor(shade.paper);
        style.setLegendBorderColor(shade.paper);
        style.setChartFontColor(shade.ink);
        style.setAxisTickLabelsColor(shade.ink);
        style.setXAxisTickLabelsColor(shade.ink);
        style.setYAxisTickLabelsColor(shade.ink);
        style.setAxisTickMarksColor(shade.ink);
        style.setXAxisTickMarksColor(shade.ink);
        style.setYAxisTickMarksColor(shade.ink);
        style.setXAxisTitleColor(shade.ink);
        style.setYAxisTitleColor(shade.ink);
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendLayout(Styler.LegendLayout.Horizontal);
        if (labels != null) {
            style.setxAxisTickLabelsFormattingFunction(labels::apply);
        }
    }
}
