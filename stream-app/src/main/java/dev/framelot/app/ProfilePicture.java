package dev.framelot.app;

import dev.framelot.inference.profile.Profile;
import dev.framelot.inference.profile.ShapeRun;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A profile as PNG: what a batch size gives in frames/s, and what it costs in time. */
final class ProfilePicture {
    private static final Color BARS = new Color(0x4C78A8);
    private static final Color USUAL = new Color(0xE45756);
    private static final Color RARE = new Color(0xF2A900);

    private ProfilePicture() {}

    /** @throws IOException the file can't be written */
    static void write(Profile profile, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<String> shapes = profile.runs().stream().map(run -> String.valueOf(run.shape())).toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(1000)
                .height(560)
                .title(profile.modelName() + " " + profile.modelVersion() + " on " + profile.key().provider() + ", " + profile.key().device() + ": batches of up to "
                        + profile.finding().chosen().orElseThrow() + " pay")
                .xAxisTitle("frames in a batch")
                .yAxisTitle("frames/s")
                .build();
        chart.getStyler().setChartTitleVisible(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.6);
        chart.getStyler().setYAxisMin(0, 0.0);
        chart.getStyler().setYAxisMin(1, 0.0);
        chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
        chart.setYAxisGroupTitle(1, "ms for a batch");
        chart.addSeries("frames/s", shapes, values(profile, ShapeRun::framesPerSecond)).setFillColor(BARS);
        line(chart, "median ms", shapes, values(profile, run -> run.cost().medianNanos() / 1e6), USUAL);
        line(chart, "95th percentile ms", shapes, values(profile, run -> run.cost().p95Nanos() / 1e6), RARE);
        try (OutputStream out = Files.newOutputStream(file)) {
            BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
        }
    }

    private static void line(CategoryChart chart, String name, List<String> shapes, List<Double> values, Color colour) {
        CategorySeries series = chart.addSeries(name, shapes, values);
        series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line);
        series.setYAxisGroup(1);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        series.setMarker(SeriesMarkers.CIRCLE);
    }

    private static List<Double> values(Profile profile, java.util.function.ToDoubleFunction<ShapeRun> value) {
        return profile.runs().stream().map(value::applyAsDouble).toList();
    }
}
