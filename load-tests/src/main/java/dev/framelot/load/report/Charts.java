package dev.framelot.load.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pictures of a result. */
public final class Charts {
    private static final String SINCE_BEGINNING = "s since the schedule's beginning, warming up included";

    private Charts() {}

    /** Points that a line joins, in their order. @param xs of the same number as {@code ys}; without any the line is left out */
    public record Line(String name, List<Double> xs, List<Double> ys) {}

    /** As a PNG for a light page. @param logarithmic the y-axis, where values differ much @param verticals x values that a thin vertical line marks */
    public static byte[] lines(String title, String x, String y, boolean logarithmic, List<Line> lines, List<Double> verticals) throws IOException {
        return new Chart(title, x, y, false, logarithmic, null, lines, verticals).png(false);
    }

    /** The same on a plain y-axis that begins at zero, so that heights compare as they look. */
    public static byte[] linesFromZero(String title, String x, String y, List<Line> lines) throws IOException {
        return new Chart(title, x, y, false, false, null, lines, List.of()).pngFromZero();
    }

    /** Heading to picture; those that the result has something for. */
    static Map<String, Chart> of(LoadResult result) {
        Map<String, Chart> charts = new LinkedHashMap<>();
        List<Line> percentiles = new ArrayList<>();
        List<Line> rates = new ArrayList<>();
        List<Line> seconds = new ArrayList<>();
        List<Double> changes = new ArrayList<>();
        for (Repeat repeat : result.repeats()) {
            String run = "run " + repeat.number();
            percentiles.add(percentiles(run, repeat.percentiles()));
            List<Double> at = repeat.seconds().stream().map(s -> (double) s.second()).toList();
            rates.add(new Line(run, at, repeat.seconds().stream().map(s -> (double) s.results()).toList()));
            seconds.add(new Line(run + ", p50", at, repeat.seconds().stream().map(Repeat.Second::p50Millis).toList()));
            seconds.add(new Line(run + ", p99", at, repeat.seconds().stream().map(Repeat.Second::p99Millis).toList()));
            if (changes.isEmpty()) {
                repeat.segments().stream().skip(1).forEach(s -> changes.add(s.fromSeconds()));
            }
        }
        if (percentiles.stream().anyMatch(line -> !line.xs().isEmpty())) {
            charts.put("Latency by percentile", new Chart("Latency by percentile", "share of the frames that are at least as fast", "ms", false, true, Charts::share, percentiles,
                    List.of()));
        }
        if (seconds.stream().anyMatch(line -> !line.xs().isEmpty())) {
            charts.put("Latency by second", new Chart("Latency of the results of each second", SINCE_BEGINNING, "ms", false, true, null, seconds, changes));
            charts.put("Results by second", new Chart("Results of each second", SINCE_BEGINNING, "frames/s", false, false, null, rates, changes));
        }
        List<Repeat.Probe> probes = result.repeats().stream().flatMap(repeat -> repeat.probes().stream()).sorted((a, b) -> Double.compare(a.rate(), b.rate())).toList();
        if (!probes.isEmpty()) {
            charts.put("Rates tried", new Chart("Latency against rate: every rate that was tried", "frames/s", "p99, ms", false, true, null,
                    List.of(probes("held", probes, true), probes("not held", probes, false)), List.of()));
        }
        return charts;
    }

    /** 90, 99, 99.9 lie one step apart, as the tail's rarity grows. The highest has no place on such an axis; the table tells it. */
    private static Line percentiles(String run, Map<Double, Double> percentiles) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        percentiles.forEach((percent, millis) -> {
            if (percent < 100) {
                xs.add(-Math.log10(1 - percent / 100));
                ys.add(millis);
            }
        });
        return new Line(run, xs, ys);
    }

    /** The axis has a tick at every half step. */
    private static String share(double nines) {
        double percent = 100 * (1 - Math.pow(10, -nines));
        return String.format(Locale.ROOT, percent < 99 ? "%.0f %%" : percent < 99.9 ? "%.1f %%" : "%.2f %%", percent);
    }

    private static Line probes(String name, List<Repeat.Probe> all, boolean held) {
        List<Repeat.Probe> some = all.stream().filter(probe -> probe.held() == held).toList();
        return new Line(name, some.stream().map(Repeat.Probe::rate).toList(), some.stream().map(Repeat.Probe::p99Millis).toList());
    }
}
