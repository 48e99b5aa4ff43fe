package dev.framelot.load.report;

import dev.framelot.load.workload.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of a workload.
 *
 * @param stages median milliseconds of each stage that a frame goes through, in order
 * @param percentiles of the latency that the workload is judged by: percent to milliseconds
 * @param problems why the run must not be used; empty for a good one
 * @param told what the scenario's rules say, in sentences
 */
public record Repeat(
        int number,
        long seed,
        Map<Metric, Double> values,
        Books books,
        Map<String, Double> stages,
        Map<Double, Double> percentiles,
        List<Second> seconds,
        List<Segment> segments,
        List<Probe> probes,
        List<String> told,
        List<String> problems) {

    /** Frames by what became of them. */
    public record Books(long sent, long detected, long shed, long deadLettered, long lost, long doubled, long outOfOrder) {}

    /** Results that were made in one second since the schedule's start. */
    public record Second(long second, long results, double p50Millis, double p99Millis) {}

    /**
     * A stretch between two changes of mode. Rates and latencies are of what followed once results had settled.
     *
     * @param fromSeconds since the schedule's start, as {@code toSeconds}
     * @param writtenMillis from asking for this mode until the control topic had it; not a number for the first
     * @param inForceMillis from asking until the instance pursued it; not a number for the first
     * @param settledMillis from asking until results came as they came later; not a number for the first
     */
    public record Segment(
            String mode, double fromSeconds, double toSeconds, double framesPerSecond, double p50Millis, double p99Millis, double meanBatch,
            double deviceMillisPerFrame, double writtenMillis, double inForceMillis, double settledMillis) {}

    /** One rate of a search. */
    public record Probe(double rate, boolean held, double shareWithin, double p99Millis) {}

    public Repeat {
        values = java.util.Collections.unmodifiableMap(values.isEmpty() ? new EnumMap<>(Metric.class) : new EnumMap<>(values));
        stages = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(stages));
        percentiles = java.util.Collections.unmodifiableMap(new TreeMap<>(percentiles));
        seconds = List.copyOf(seconds);
        segments = List.copyOf(segments);
        probes = List.copyOf(probes);
        told = List.copyOf(told);
        problems = List.copyOf(problems);
    }
}
