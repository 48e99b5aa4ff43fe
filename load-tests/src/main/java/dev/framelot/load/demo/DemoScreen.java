package dev.framelot.load.demo;

import dev.framelot.app.AppStats;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.verify.Accuracy;
import java.io.PrintWriter;
import java.util.Locale;

/** One screen, drawn over itself; or a line every few seconds where the output is no terminal. Owner: the demo's thread. */
final class DemoScreen {
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;
    private static final int BAR = 16;

    private final PrintWriter out;
    private final boolean plain;
    private int linesDrawn;
    private long lastLineNanos;
    private PublishCounts lastPublished = new PublishCounts(0, 0, 0, 0, 0);
    private AppStats last;
    private long lastNanos;

    DemoScreen(PrintWriter out, boolean plain) {
        this.out = out;
        this.plain = plain;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void draw(String title, PublishCounts published, AppStats app, DemoAudit audit, long nowNanos) {
        double seconds = last == null ? 1 : Math.max(1e-3, (nowNanos - lastNanos) / 1e9);
        double in = (published.acknowledged() - lastPublished.acknowledged()) / seconds;
        double done = last == null ? 0 : (app.detected() - last.detected()) / seconds;
        long batches = last == null ? app.batches() : app.batches() - last.batches();
        double meanFrames = batches == 0 ? 0 : (double) (app.batchFrames() - (last == null ? 0 : last.batchFrames())) / batches;
        double meanShape = batches == 0 ? 0 : (double) (app.batchShapes() - (last == null ? 0 : last.batchShapes())) / batches;
        Accuracy accuracy = audit.accuracy();
        if (plain) {
            if (nowNanos - lastLineNanos >= LINE_EVERY_NANOS || last == null) {
                lastLineNanos = nowNanos;
                say(String.format(Locale.ROOT, "%s  in %.1f/s  out %.1f/s  batch %.1f in %.1f  p50 %.0f ms  p99 %.0f ms  precision %s  recall %s  in flight %d  %s",
                        title, in, done, meanFrames, meanShape, audit.latencyMillis(50), audit.latencyMillis(99), share(accuracy.precision()), share(accuracy.recall()), app.inFlight(), app.state()));
                remember(published, app, nowNanos);
            }
            return;
        }
        if (last != null && seconds < 0.9) {
            return;
        }
        StringBuilder screen = new StringBuilder();
        if (linesDrawn > 0) {
            screen.append("\u001b[").append(linesDrawn).append('A');
        }
        String[] lines = {
            "",
            "  framelot demo   " + title,
            "",
            String.format(Locale.ROOT, "  in        %6.1f frames/s  %s  %,d published", in, bar(in / Math.max(1e-3, Math.max(in, done))), published.acknowledged()),
            String.format(Locale.ROOT, "  out       %6.1f frames/s  %s  %,d detected", done, bar(done / Math.max(1e-3, Math.max(in, done))), app.detected()),
            String.format(Locale.ROOT, "  refused   %,d shed, %,d dead-lettered", app.shed(), app.deadLettered()),
            String.format(Locale.ROOT, "  batch     %6.2f frames    %s  of %.2f places, %,d batches", meanFrames, bar(meanShape == 0 ? 0 : meanFrames / meanShape), meanShape, app.batches()),
            String.format(Locale.ROOT, "  latency   p50 %.0f ms, p99 %.0f ms, capture to read_committed reader", audit.latencyMillis(50), audit.latencyMillis(99)),
            String.format(Locale.ROOT, "  found     %,d defects; precision %s, recall %s vs. drawn", audit.boxes(), share(accuracy.precision()), share(accuracy.recall())),
            String.format(Locale.ROOT, "  in flight %d frames, stream %s", app.inFlight(), app.state()),
            "",
            "  Ctrl-C drains, audits every frame, and stops."
        };
        // Without wrapping: a line too wide for the window is cut, and going up by lines stays right.
        screen.append("\u001b[?7l");
        for (String line : lines) {
            screen.append("\u001b[2K").append(line).append(System.lineSeparator());
        }
        screen.append("\u001b[?7h");
        linesDrawn = lines.length;
        out.print(screen);
        out.flush();
        remember(published, app, nowNanos);
    }

    private void remember(PublishCounts published, AppStats app, long nowNanos) {
        lastPublished = published;
        last = app;
        lastNanos = nowNanos;
    }

    /** Nothing is known before the first detection. */
    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String bar(double share) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }
}
