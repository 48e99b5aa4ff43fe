package dev.framelot.load.report;

import dev.framelot.load.measure.Machine;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.workload.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A workload's result and all that it depends on.
 *
 * @param commit of the sources; empty where that is not known
 * @param engine what ran the batches @param model its name and version
 * @param settings of the application that were not left at their defaults
 */
public record LoadResult(
        String workload,
        String description,
        String scenario,
        boolean quick,
        Optional<String> commit,
        Machine machine,
        Instant date,
        long seed,
        String engine,
        String model,
        Map<String, String> settings,
        List<Repeat> repeats,
        List<GoalTold> goals) {

    /** @param relation at-least or at-most @param value the median of the repeats; not a number where there is none */
    public record GoalTold(Metric metric, String relation, double limit, double value) {
        public boolean held() {
            return relation.equals("at-least") ? value >= limit : value <= limit;
        }
    }

    public LoadResult {
        settings = new TreeMap<>(settings);
        repeats = List.copyOf(repeats);
        goals = List.copyOf(goals);
    }

    /** Each metric's values, one a repeat, in the catalogue's order. */
    public Map<Metric, List<Double>> values() {
        Map<Metric, List<Double>> values = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            List<Double> measured = new ArrayList<>();
            repeats.forEach(repeat -> Optional.ofNullable(repeat.values().get(metric)).filter(Double::isFinite).ifPresent(measured::add));
            if (!measured.isEmpty()) {
                values.put(metric, measured);
            }
        }
        return values;
    }

    public double median(Metric metric) {
        return Samples.of(values().getOrDefault(metric, List.of())).median();
    }

    /** Why the result must not be used; empty for a good one. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        repeats.forEach(repeat -> repeat.problems().forEach(problem -> problems.add("run " + repeat.number() + ": " + problem)));
        return problems;
    }

    public boolean goalsHeld() {
        return goals.stream().allMatch(GoalTold::held);
    }
}
