package dev.framelot.load.scenario;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Latencies by name and by the second in which they ended, written as an HdrHistogram log (version 1.3, tags) that the usual
 * viewers read. Values in microseconds. Owner: one thread at a time.
 */
public final class LatencyLog {
    private static final long MOST_MICROS = 3_600_000_000L;
    private static final long INTERVAL_MILLIS = 1_000;

    private final long startEpochMillis;
    private final Map<String, TreeMap<Long, Histogram>> byTag = new LinkedHashMap<>();

    public LatencyLog(long startEpochMillis) {
        this.startEpochMillis = startEpochMillis;
    }

    /** @param tag without spaces or commas @param atEpochMillis when it ended @param micros below 0 counts as 0 */
    public void record(String tag, long atEpochMillis, long micros) {
        long interval = Math.max(0, atEpochMillis - startEpochMillis) / INTERVAL_MILLIS;
        byTag.computeIfAbsent(tag, t -> new TreeMap<>())
                .computeIfAbsent(interval, i -> new Histogram(MOST_MICROS, 3))
                .recordValue(Math.min(MOST_MICROS, Math.max(0, micros)));
    }

    /** All of one name; empty where nothing was recorded. */
    public Histogram total(String tag) {
        Histogram total = new Histogram(MOST_MICROS, 3);
        byTag.getOrDefault(tag, new TreeMap<>()).values().forEach(total::add);
        return total;
    }

    /** By second since the start. */
    public Map<Long, Histogram> intervals(String tag) {
        return java.util.Collections.unmodifiableMap(byTag.getOrDefault(tag, new TreeMap<>()));
    }

    /** @param comment what a reader must know; one line */
    public void writeTo(OutputStream out, String comment) {
        PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
        HistogramLogWriter log = new HistogramLogWriter(text);
        log.outputComment("[" + comment.replace('\n', ' ') + "; values in microseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(startEpochMillis);
        log.setBaseTime(startEpochMillis);
        log.outputLegend();
        TreeMap<Long, Map<String, Histogram>> inOrder = new TreeMap<>();
        byTag.forEach((tag, intervals) ->
                intervals.forEach((interval, histogram) -> inOrder.computeIfAbsent(interval, i -> new LinkedHashMap<>()).put(tag, histogram)));
        inOrder.forEach((interval, tags) -> tags.forEach((tag, histogram) -> {
            histogram.setTag(tag);
            double begin = startEpochMillis / 1e3 + interval * INTERVAL_MILLIS / 1e3;
            log.outputIntervalHistogram(begin, begin + INTERVAL_MILLIS / 1e3, histogram, 1_000.0);
        }));
        text.flush();
    }
}
