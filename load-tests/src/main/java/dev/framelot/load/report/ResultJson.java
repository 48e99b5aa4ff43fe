package dev.framelot.load.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.load.measure.Machine;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.workload.Metric;
import java.time.temporal.ChronoUnit;

/** A result for machines; docs/load-tests.md describes it. */
public final class ResultJson {
    static final String FORMAT = "framelot-load-result";
    static final int VERSION = 1;

    private ResultJson() {}

    public static String write(LoadResult result) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT).put("version", VERSION).put("workload", result.workload()).put("description", result.description());
        root.put("scenario", result.scenario()).put("quick", result.quick()).put("commit", result.commit().orElse(null));
        machine(root.putObject("machine"), result.machine());
        root.put("date", result.date().truncatedTo(ChronoUnit.SECONDS).toString()).put("seed", result.seed());
        root.put("engine", result.engine()).put("model", result.model());
        ObjectNode settings = root.putObject("settings");
        result.settings().forEach(settings::put);
        ObjectNode metrics = root.putObject("metrics");
        result.values().forEach((metric, values) -> {
            ObjectNode node = metrics.putObject(metric.wireName()).put("unit", metric.unit).put("better", metric.better.name().toLowerCase(java.util.Locale.ROOT))
                    .put("median", rounded(Samples.of(values).median()));
            ArrayNode all = node.putArray("values");
            values.forEach(value -> all.add(rounded(value)));
        });
        ArrayNode goals = root.putArray("goals");
        result.goals().forEach(goal -> goals.addObject().put("metric", goal.metric().wireName()).put("relation", goal.relation()).put("limit", goal.limit())
                .put("value", rounded(goal.value())).put("held", goal.held()));
        ArrayNode problems = root.putArray("problems");
        result.problems().forEach(problems::add);
        ArrayNode repeats = root.putArray("runs");
        result.repeats().forEach(repeat -> repeat(repeats.addObject(), repeat));
        return root.toPrettyString() + "\n";
    }

    static void machine(ObjectNode node, Machine machine) {
        node.put("cores", machine.cores()).put("cpu", machine.cpu()).put("jdk", machine.jdk()).put("os", machine.os()).put("loadAverage", rounded(machine.loadAverage()));
    }

    private static void repeat(ObjectNode node, Repeat repeat) {
        node.put("number", repeat.number()).put("seed", repeat.seed());
        Repeat.Books books = repeat.books();
        node.putObject("frames").put("sent", books.sent()).put("detected", books.detected()).put("shed", books.shed()).put("deadLettered", books.deadLettered())
                .put("lost", books.lost()).put("doubled", books.doubled()).put("outOfOrder", books.outOfOrder());
        ObjectNode stages = node.putObject("stageMediansMs");
        repeat.stages().forEach((name, millis) -> stages.put(name, rounded(millis)));
        ObjectNode percentiles = node.putObject("latencyPercentilesMs");
        repeat.percentiles().forEach((percent, millis) -> percentiles.put(String.valueOf(percent), rounded(millis)));
        if (!repeat.segments().isEmpty()) {
            ArrayNode segments = node.putArray("segments");
            repeat.segments().forEach(s -> segments.addObject().put("mode", s.mode()).put("fromSeconds", rounded(s.fromSeconds())).put("toSeconds", rounded(s.toSeconds()))
                    .put("framesPerSecond", rounded(s.framesPerSecond())).put("p50Ms", rounded(s.p50Millis())).put("p99Ms", rounded(s.p99Millis()))
                    .put("meanBatch", rounded(s.meanBatch())).put("deviceMsPerFrame", rounded(s.deviceMillisPerFrame()))
                    .put("writtenMs", rounded(s.writtenMillis())).put("inForceMs", rounded(s.inForceMillis())).put("settledMs", rounded(s.settledMillis())));
        }
        if (!repeat.probes().isEmpty()) {
            ArrayNode probes = node.putArray("probes");
            repeat.probes().forEach(p -> probes.addObject().put("framesPerSecond", rounded(p.rate())).put("held", p.held()).put("shareWithin", rounded(p.shareWithin()))
                    .put("p99Ms", rounded(p.p99Millis())));
        }
        ArrayNode told = node.putArray("told");
        repeat.told().forEach(told::add);
    }

    /** JSON knows neither infinity nor "not a number". */
    static Double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null;
    }
}
