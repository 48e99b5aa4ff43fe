package dev.framelot.load.figure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.load.measure.Machine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A figure's rows and what they were measured on.
 *
 * @param commit of the sources; empty where that is not known
 * @param quick fewer and shorter rounds than the figure asks for
 * @param notes what a reader must know of the measurement
 */
record FigureReport(
        String figure, Optional<String> commit, Machine machine, Instant date, long seed, boolean quick, List<String> notes, List<FigureRow> rows) {
    FigureReport {
        notes = List.copyOf(notes);
        rows = List.copyOf(rows);
    }

    /** Whether every goal was reached. */
    boolean held() {
        return rows.stream().allMatch(row -> row.held().orElse(true));
    }

    String table() {
        int names = rows.stream().mapToInt(row -> row.name().length()).max().orElse(4);
        String line = "  %-" + Math.max(4, names) + "s  %12s  %-9s  %-10s  %s%n";
        StringBuilder table = new StringBuilder();
        table.append(String.format("%s%s at commit %s, %s, seed %d%n", figure, quick ? " (quick)" : "", commit.orElse("unknown"),
                date.truncatedTo(ChronoUnit.SECONDS), seed));
        table.append("  ").append(machine).append(System.lineSeparator());
        notes.forEach(note -> table.append("  ").append(note).append(System.lineSeparator()));
        table.append(String.format(line, "NAME", "VALUE", "UNIT", "GOAL", "HELD"));
        for (FigureRow row : rows) {
            table.append(String.format(line, row.name(), text(row.value()), row.unit(), row.goal().map(Goal::toString).orElse(""),
                    row.held().map(held -> held ? "yes" : "NO").orElse("")));
        }
        return table.toString();
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("figure", figure).put("commit", commit.orElse(null));
        root.putObject("machine")
                .put("cores", machine.cores())
                .put("cpu", machine.cpu())
                .put("jdk", machine.jdk())
                .put("os", machine.os())
                .put("loadAverage", finite(machine.loadAverage()));
        root.put("date", date.truncatedTo(ChronoUnit.SECONDS).toString()).put("seed", seed).put("quick", quick);
        ArrayNode said = root.putArray("notes");
        notes.forEach(said::add);
        ArrayNode values = root.putArray("rows");
        for (FigureRow row : rows) {
            values.addObject()
                    .put("name", row.name())
                    .put("value", finite(row.value()))
                    .put("unit", row.unit())
                    .put("goal", row.goal().map(Goal::toString).orElse(null))
                    .put("held", row.held().orElse(null));
        }
        return root.toPrettyString();
    }

    private static String text(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size == Math.rint(size) && size < 1e15 || size >= 1_000 ? "%,.0f" : size >= 100 ? "%.1f" : "%.3f", value);
    }

    /** JSON knows no infinity. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null;
    }
}
