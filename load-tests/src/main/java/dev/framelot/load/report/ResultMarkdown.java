package dev.framelot.load.report;

import dev.framelot.load.measure.Samples;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A result as Markdown tables. */
public final class ResultMarkdown {
    private ResultMarkdown() {}

    public static String write(LoadResult result) {
        StringBuilder text = new StringBuilder();
        text.append("# Load test ").append(result.workload()).append(result.quick() ? " (quick)" : "").append("\n\n").append(result.description()).append("\n\n");
        facts(result).forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append('\n');
        if (!result.problems().isEmpty()) {
            text.append("**Rejected, not to be used:**\n");
            result.problems().forEach(problem -> text.append("- ").append(problem).append('\n'));
            text.append('\n');
        }
        text.append("| metric | median | unit | runs | meaning |\n|---|---|---|---|---|\n");
        result.values().forEach((metric, values) -> text.append("| ").append(metric.wireName()).append(" | ").append(Numbers.text(Samples.of(values).median())).append(" | ")
                .append(metric.unit).append(" | ").append(runs(values)).append(" | ").append(metric.meaning).append(" |\n"));
        goals(result, text);
        for (Repeat repeat : result.repeats()) {
            Repeat.Books b = repeat.books();
            text.append("\nRun ").append(repeat.number()).append(": ").append(b.sent()).append(" frames sent, ").append(b.detected()).append(" detected, ").append(b.shed())
                    .append(" shed, ").append(b.deadLettered()).append(" dead letters, ").append(b.lost()).append(" lost, ").append(b.doubled()).append(" doubled, ")
                    .append(b.outOfOrder()).append(" out of order.\n");
            repeat.told().forEach(told -> text.append("- ").append(told).append('\n'));
            segments(repeat, text);
        }
        return text.toString();
    }

    static Map<String, String> facts(LoadResult result) {
        Map<String, String> facts = new java.util.LinkedHashMap<>();
        facts.put("commit", result.commit().orElse("unknown"));
        facts.put("date", result.date().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("machine", result.machine().toString());
        facts.put("engine", result.engine());
        facts.put("model", result.model());
        facts.put("seed", String.valueOf(result.seed()));
        StringJoiner settings = new StringJoiner(", ");
        result.settings().forEach((key, value) -> settings.add(key + "=" + value));
        facts.put("settings", settings.toString());
        return facts;
    }

    private static String runs(List<Double> values) {
        StringJoiner runs = new StringJoiner(", ");
        values.forEach(value -> runs.add(Numbers.text(value)));
        return runs.toString();
    }

    private static void goals(LoadResult result, StringBuilder text) {
        if (!result.goals().isEmpty()) {
            text.append("\n| goal | limit | value | held |\n|---|---|---|---|\n");
            result.goals().forEach(goal -> text.append("| ").append(goal.metric().wireName()).append(" | ").append(sign(goal)).append(' ').append(Numbers.text(goal.limit()))
                    .append(" | ").append(Numbers.text(goal.value())).append(" | ").append(goal.held() ? "yes" : "NO").append(" |\n"));
        }
    }

    private static void segments(Repeat repeat, StringBuilder text) {
        if (!repeat.segments().isEmpty()) {
            text.append("\n| mode | from, s | to, s | frames/s | p50 ms | p99 ms | frames a batch | device ms a frame | written after ms | in force after ms | settled after ms |\n")
                    .append("|---|---|---|---|---|---|---|---|---|---|---|\n");
            for (Repeat.Segment s : repeat.segments()) {
                text.append("| ").append(s.mode());
                for (double value : new double[] {s.fromSeconds(), s.toSeconds(), s.framesPerSecond(), s.p50Millis(), s.p99Millis(), s.meanBatch(), s.deviceMillisPerFrame(),
                        s.writtenMillis(), s.inForceMillis(), s.settledMillis()}) {
                    text.append(" | ").append(Numbers.text(value));
                }
                text.append(" |\n");
            }
        }
    }

    static String sign(LoadResult.GoalTold goal) {
        return goal.relation().equals("at-least") ? ">=" : "<=";
    }
}
