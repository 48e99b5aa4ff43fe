package dev.framelot.load.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison needs of a result file: of {@code framelot load --json}, or of {@code framelot figure --json}, whose rows are
 * values of one run.
 *
 * @param name of the workload or figure
 * @param facts that should be the same on both sides, or explain the difference
 */
record ComparedResult(String name, Map<String, String> facts, Map<String, Values> values, List<String> problems) {
    /** @param better lower, higher or neither */
    record Values(String unit, String better, double[] values) {}

    /** @throws IllegalArgumentException it is no such file */
    static ComparedResult read(Path file) throws IOException {
        JsonNode root = KeptResult.read(file);
        Map<String, Values> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        if (root.path("format").asText().equals(ResultJson.FORMAT)) {
            if (root.path("version").asInt() != ResultJson.VERSION) {
                throw new IllegalArgumentException(file + " has version " + root.path("version").asInt() + ", this program reads " + ResultJson.VERSION);
            }
            root.path("metrics").fields().forEachRemaining(metric -> values.put(metric.getKey(), new Values(
                    metric.getValue().path("unit").asText(), metric.getValue().path("better").asText("neither"), numbers(metric.getValue().path("values")))));
            root.path("problems").forEach(problem -> problems.add(problem.asText()));
            return new ComparedResult(root.path("workload").asText(), facts(root), values, problems);
        }
        if (root.has("figure") && root.path("rows").isArray()) {
            root.path("rows").forEach(row -> {
                if (row.path("value").isNumber()) {
                    String goal = row.path("goal").asText("");
                    String better = goal.startsWith(">=") ? "higher" : goal.startsWith("<=") ? "lower" : "neither";
                    values.put(row.path("name").asText(), new Values(row.path("unit").asText(), better, new double[] {row.path("value").asDouble()}));
                }
            });
            return new ComparedResult("figure " + root.path("figure").asText(), facts(root), values, problems);
        }
        throw new IllegalArgumentException(file + " is neither a result of 'framelot load --json' nor of 'framelot figure --json'");
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    private static Map<String, String> facts(JsonNode root) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String fact : List.of("commit", "date", "seed", "quick", "engine", "model")) {
            if (root.hasNonNull(fact)) {
                facts.put(fact, root.path(fact).asText());
            }
        }
        JsonNode machine = root.path("machine");
        facts.put("machine", machine.path("cores").asInt() + " cores, " + machine.path("cpu").asText() + ", " + machine.path("jdk").asText());
        facts.put("load average before", machine.path("loadAverage").asText());
        root.path("settings").fields().forEachRemaining(setting -> facts.put("settings." + setting.getKey(), setting.getValue().asText()));
        return facts;
    }
}
