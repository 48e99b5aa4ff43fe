package dev.framelot.load.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.app.AppStats;
import dev.framelot.load.verify.Accuracy;
import dev.framelot.load.verify.LedgerReport;
import java.util.Locale;

/**
 * What a demo came to.
 *
 * @param consumed frames that the application took
 * @param seconds of publishing
 * @param p50Millis capture to seen by a {@code read_committed} consumer
 * @param p99Millis the same
 */
record DemoSummary(LedgerReport books, long consumed, double seconds, double p50Millis, double p99Millis, AppStats app, Accuracy accuracy) {

    double framesPerSecond() {
        return seconds > 0 ? books.frames() / seconds : 0;
    }

    double meanFrames() {
        return app.batches() == 0 ? 0 : (double) app.batchFrames() / app.batches();
    }

    double meanShape() {
        return app.batches() == 0 ? 0 : (double) app.batchShapes() / app.batches();
    }

    /** Nothing lost, and nothing doubled where that was promised. */
    boolean good(boolean exactlyOnce) {
        return books.lost() == 0 && (!exactlyOnce || books.duplicated() == 0);
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.putObject("frames")
                .put("published", books.published())
                .put("consumed", consumed)
                .put("detected", books.detected())
                .put("shed", books.shed())
                .put("deadLettered", books.deadLettered());
        root.put("lost", books.lost()).put("duplicated", books.duplicated()).put("framesPerSecond", round(framesPerSecond()));
        root.putObject("latencyMs").put("p50", round(p50Millis)).put("p99", round(p99Millis));
        root.putObject("batch").put("meanFrames", round(meanFrames())).put("meanShape", round(meanShape()));
        root.putObject("accuracy").put("precision", round(accuracy.precision())).put("recall", round(accuracy.recall()));
        return root.toPrettyString();
    }

    String table() {
        String others = books.unexpected() == 0 ? "" : String.format(Locale.ROOT, "  others     %,d frames of someone else's cameras are counted above as outcomes%n", books.unexpected());
        return String.format(
                Locale.ROOT,
                """
                  frames     %,d published, %,d detected, %,d shed, %,d dead-lettered
                  audit      %,d lost, %,d duplicated, %,d out of order   (every published frame against read_committed outcomes)
                  rate       %.1f frames/s
                  latency    p50 %.0f ms, p99 %.0f ms                (capture to seen by a read_committed consumer)
                  batches    %,d; %.2f frames in shapes of %.2f on average
                  accuracy   precision %.3f, recall %.3f           (against the defects drawn, IoU 0.5)
                """,
                books.published(), books.detected(), books.shed(), books.deadLettered(), books.lost(), books.duplicated(), books.outOfOrder(), framesPerSecond(),
                p50Millis, p99Millis, app.batches(), meanFrames(), meanShape(), accuracy.precision(), accuracy.recall())
                + others;
    }

    private static double round(double value) {
        return Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : 0;
    }
}
