package dev.framelot.load.figure;

import dev.framelot.load.measure.OutputPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "chart",
        description = {
            "Draw results of 'framelot figure --json' as PNG: each value that has a goal as a bar, a line at its goal, and the files' commit and machine below."
                    + " Nothing is measured.",
            "Example: framelot chart latency.json guarantee.json --out added.png --title 'Milliseconds that Framelot adds to a frame (bar) and the goal (line)'"
        },
        mixinStandardHelpOptions = true)
public final class ChartCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "RESULT", description = "What 'framelot figure --json' wrote; rows are drawn in the files' order.")
    List<Path> results;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the PNG goes; written over.")
    Path out;

    @Option(names = "--title", paramLabel = "TEXT", description = "Above the bars. Default: the figures' names and the unit.")
    String title;

    @Option(names = "--unit", paramLabel = "UNIT", defaultValue = "ms", description = "Only rows in this unit, since all share one axis; '' for ratios. Default: ${DEFAULT-VALUE}.")
    String unit;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputPlace.problemOfFile("--out", out).ifPresent(this::refuse);
        List<WrittenFigure> figures = new ArrayList<>();
        for (Path result : results) {
            try {
                figures.add(WrittenFigure.read(result));
            } catch (IllegalArgumentException unreadable) {
                refuse(unreadable.getMessage());
            }
        }
        List<FigureRow> rows = rows(figures).stream().filter(row -> row.unit().equals(unit)).toList();
        if (rows.isEmpty()) {
            refuse("no row of these files has a goal in '" + unit + "' (--unit); those with a goal are in "
                    + rows(figures).stream().map(row -> "'" + row.unit() + "'").distinct().collect(Collectors.joining(", ")));
        }
        String names = told(figures, WrittenFigure::figure);
        String heading = title == null ? names + ": measured (bar) and goal (line)" + (unit.isEmpty() ? "" : ", " + unit) : title;
        String footer = "./framelot figure " + names + "; commit " + told(figures, WrittenFigure::commit) + "; " + told(figures, WrittenFigure::machine);
        Files.write(out, new GoalBars(heading, unit, rows, footer).png());
        spec.commandLine().getOut().println("Wrote " + out + ", " + rows.size() + " bars");
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static List<FigureRow> rows(List<WrittenFigure> figures) {
        return figures.stream().flatMap(figure -> figure.rows().stream()).filter(row -> row.goal().isPresent()).toList();
    }

    private static String told(List<WrittenFigure> figures, Function<WrittenFigure, String> fact) {
        return figures.stream().map(fact).distinct().collect(Collectors.joining(", "));
    }

    private void refuse(String problem) {
        throw new ParameterException(spec.commandLine(), problem);
    }
}
