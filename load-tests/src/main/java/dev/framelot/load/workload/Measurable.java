package dev.framelot.load.workload;

import dev.framelot.load.workload.Workload.Scenario;
import java.util.Optional;

/**
 * What a run of a workload can tell, so that a goal which could never be judged is a problem of its file.
 *
 * @param bound there is an SLO
 * @param trace there is a file of arrivals, which may have backfill in it
 */
record Measurable(Scenario scenario, boolean bound, boolean backfill, boolean trace, boolean changes) {
    /** Empty where the metric is measured. */
    Optional<String> whyNot(Metric metric) {
        boolean stream = scenario == Scenario.SINGLE_STREAM || scenario == Scenario.MULTI_STREAM;
        return switch (metric) {
            case HIGHEST_RATE -> only(scenario == Scenario.SERVER, "scenario server");
            case OFFLINE_RATE -> only(scenario == Scenario.OFFLINE, "scenario offline");
            case QUERY_LATENCY, QUERY_LATENCY_MEASURED -> only(stream, "scenarios single-stream and multi-stream");
            case BACKFILL_PER_SECOND -> only(backfill || trace, "a backfill-rate or a trace");
            case LATENCY_P99_ALONE, BACKFILL_ADDS_P99 -> only(backfill, "a backfill-rate");
            case MODE_IN_FORCE, MODE_SETTLED -> only(changes, "changes");
            case ON_TIME -> only(bound && scenario != Scenario.OFFLINE, "an slo, in scenarios other than offline");
            case SHED, GENERATOR_P99 -> only(scenario == Scenario.OPEN_LOOP || scenario == Scenario.SERVER, "scenarios open-loop and server");
            case CPU_MS_PER_FRAME -> only(!stream, "scenarios open-loop, server and offline");
            case LATENCY_P50, LATENCY_P90, LATENCY_P99, LATENCY_P999, LATENCY_MAX, SEEN_P50, SEEN_P99, FRAMES_PER_SECOND ->
                    only(scenario != Scenario.OFFLINE, "scenarios other than offline");
            case MEAN_BATCH, DEVICE_MS_PER_FRAME, RSS_MB -> Optional.empty();
        };
    }

    private static Optional<String> only(boolean measured, String where) {
        return measured ? Optional.empty() : Optional.of("is not measured here, so that the goal could never be judged; it goes with " + where);
    }
}
