package dev.framelot.load.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that a load test can tell of one run; the names that goals, results and comparisons have in common. */
public enum Metric {
    LATENCY_P50("ms", Better.LOWER, "from schedule to result, median"),
    LATENCY_P90("ms", Better.LOWER, "from schedule to result, 90th percentile"),
    LATENCY_P99("ms", Better.LOWER, "from schedule to result, 99th percentile"),
    LATENCY_P999("ms", Better.LOWER, "from schedule to result, 99.9th percentile"),
    LATENCY_MAX("ms", Better.LOWER, "from schedule to result, highest"),
    SEEN_P50("ms", Better.LOWER, "from schedule until a read_committed reader had it, median"),
    SEEN_P99("ms", Better.LOWER, "from schedule until a read_committed reader had it, 99th percentile"),
    ON_TIME("share", Better.HIGHER, "live frames with a result within the SLO, of all sent"),
    SHED("share", Better.LOWER, "frames left out, of all live ones sent, warming up included"),
    FRAMES_PER_SECOND("frames/s", Better.HIGHER, "live results in the measured time"),
    BACKFILL_PER_SECOND("frames/s", Better.HIGHER, "backfill results in the measured time"),
    LATENCY_P99_ALONE("ms", Better.LOWER, "the same live frames without the backfill beside them, 99th percentile"),
    BACKFILL_ADDS_P99("ms", Better.LOWER, "latency-p99 less latency-p99-alone"),
    MODE_IN_FORCE("ms", Better.LOWER, "from asking for a mode until the instance pursues it, slowest change"),
    MODE_SETTLED("ms", Better.LOWER, "from asking for a mode until results look like those later in it, slowest change"),
    MEAN_BATCH("frames", Better.NEITHER, "frames of a batch, by frame"),
    DEVICE_MS_PER_FRAME("ms", Better.LOWER, "device time over frames"),
    CPU_MS_PER_FRAME("ms", Better.LOWER, "CPU of all instances over results"),
    RSS_MB("MB", Better.LOWER, "largest memory of one instance's process"),
    GENERATOR_P99("ms", Better.NEITHER, "what the generator itself was late by, 99th percentile"),
    HIGHEST_RATE("frames/s", Better.HIGHER, "highest Poisson rate that holds the bound"),
    QUERY_LATENCY("ms", Better.LOWER, "of a query, early-stopping estimate of the scenario's percentile"),
    QUERY_LATENCY_MEASURED("ms", Better.LOWER, "of a query, the scenario's percentile as measured"),
    OFFLINE_RATE("frames/s", Better.HIGHER, "all frames at once, results over time");

    /** Which way is good. */
    public enum Better {
        LOWER,
        HIGHER,
        NEITHER
    }

    public final String unit;
    public final Better better;
    public final String meaning;

    Metric(String unit, Better better, String meaning) {
        this.unit = unit;
        this.better = better;
        this.meaning = meaning;
    }

    /** As files have it: {@code latency-p99}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Metric> named(String wireName) {
        return Arrays.stream(values()).filter(metric -> metric.wireName().equals(wireName)).findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Metric::wireName).toList();
    }
}
