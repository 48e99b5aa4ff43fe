package dev.framelot.load.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.framelot.load.report.KeptResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chart needs of a file that {@code framelot figure --json} wrote.
 *
 * @param figure its name, with {@code (quick)} where it was
 * @param machine in words
 */
record WrittenFigure(String figure, String commit, String machine, List<FigureRow> rows) {
    WrittenFigure {
        rows = List.copyOf(rows);
    }

    /** @throws IllegalArgumentException it is no such file, in words */
    static WrittenFigure read(Path file) throws IOException {
        JsonNode root = KeptResult.read(file);
        if (!root.path("figure").isTextual() || !root.path("rows").isArray()) {
            throw new IllegalArgumentException(file + " is no result of 'framelot figure --json'");
        }
        List<FigureRow> rows = new ArrayList<>();
        for (JsonNode row : root.path("rows")) {
            rows.add(new FigureRow(row.path("name").asText(), row.path("value").asDouble(Double.NaN), row.path("unit").asText(), Goal.read(row.path("goal").asText())));
        }
        JsonNode machine = root.path("machine");
        return new WrittenFigure(root.path("figure").asText() + (root.path("quick").asBoolean() ? " (quick)" : ""), root.path("commit").asText("unknown"),
                machine.path("cores").asInt() + " cores (" + machine.path("cpu").asText("unknown") + ")", rows);
    }
}
