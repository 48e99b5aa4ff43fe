package dev.framelot.load.figure;

import dev.framelot.load.report.Charts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Rates by batch size, ascending. */
record DeviceCurve(List<Point> points) {
    /**
     * @param session the bare session loop
     * @param usedMib of the device, or of this process where the CPU is the device; not a number where nobody tells
     * @param pipeline from JPEG to boxes without Kafka, frames/s
     * @param topics the application from topic to topic, frames/s; not a number where it was not measured
     */
    record Point(int shape, LaneRate session, double usedMib, double pipeline, double topics) {
        double bare() {
            return session.framesPerSecond();
        }
    }

    DeviceCurve {
        points = List.copyOf(points);
    }

    /** Where the bare session is fastest. */
    Point best() {
        return points.stream().max(Comparator.comparingDouble(Point::bare)).orElseThrow();
    }

    /** Lines of a table, the header first. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%6s %10s %10s %12s %10s %14s %8s %15s %8s", "batch", "run ms", "p95 ms", "session f/s", "used MiB", "pipeline f/s", "/ bare",
                "topic-topic f/s", "/ bare"));
        for (Point p : points) {
            lines.add(String.format(Locale.ROOT, "%6d %10s %10s %12s %10s %14s %8s %15s %8s", p.shape(), text(p.session().runMillis().median(), "%.2f"),
                    text(p.session().runMillis().percentile(95), "%.2f"), text(p.bare(), "%.1f"), text(p.usedMib(), "%.0f"), text(p.pipeline(), "%.1f"),
                    text(p.pipeline() / p.bare(), "%.3f"), text(p.topics(), "%.1f"), text(p.topics() / p.bare(), "%.3f")));
        }
        return lines;
    }

    byte[] picture(String title) throws IOException {
        return Charts.linesFromZero(title, "frames in a batch", "frames/s", List.of(
                line("bare session loop", Point::bare), line("pipeline from JPEG, without Kafka", Point::pipeline), line("application, topic to topic", Point::topics)));
    }

    private Charts.Line line(String name, ToDoubleFunction<Point> value) {
        return new Charts.Line(name, points.stream().map(p -> (double) p.shape()).toList(), points.stream().map(p -> value.applyAsDouble(p)).toList());
    }

    private static String text(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }
}
