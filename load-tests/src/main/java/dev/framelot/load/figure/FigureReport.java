package dev.framelot.load.figure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Rows with what a reader needs to judge them. */
record FigureReport(String figure, String what, String commit, String machine, String date, long seed, boolean quick, List<FigureRow> rows) {

    String table() {
        int name = Math.max(4, rows.stream().mapToInt(row -> row.name().length()).max().orElse(4));
        StringBuilder table = new StringBuilder();
        table.append(figure).append(": ").append(what).append(quick ? " (quick)" : "").append(System.lineSeparator());
        table.append("commit ").append(commit).append(", ").append(machine).append(", ").append(date).append(", seed ").append(seed).append(System.lineSeparator());
        table.append(String.format("%-" + name + "s %14s %-12s %-12s %s%n", "name", "value", "unit", "goal", "held"));
        for (FigureRow row : rows) {
            table.append(String.format(Locale.ROOT, "%-" + name + "s %14s %-12s %-12s %s%n", row.name(), FigureRow.text(row.value()), row.unit(), row.goal(),
                    row.goal().isEmpty() ? "" : row.held() ? "yes" : "NO"));
        }
        return table.toString();
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("figure", figure).put("what", what).put("commit", commit).put("machine", machine).put("date", date).put("seed", seed).put("quick", quick);
        ArrayNode all = root.putArray("rows");
        rows.forEach(row -> all.addObject().put("name", row.name()).put("value", row.value()).put("unit", row.unit()).put("goal", row.goal()).put("held", row.held()));
        return root.toPrettyString();
    }
}
