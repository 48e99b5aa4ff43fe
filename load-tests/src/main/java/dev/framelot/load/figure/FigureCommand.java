package dev.framelot.load.figure;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "figure",
        description = {
            "Measure a figure on this machine and compare it with its goal; one that falls short is shown as such.",
            "Figures: crash, guarantee, latency, pipeline, overhead, backlog.",
            "Example: framelot figure crash --quick --json crash.json"
        },
        mixinStandardHelpOptions = true)
public final class FigureCommand implements Callable<Integer> {
    private static final List<Figure> FIGURES = List.of(
            new CrashFigure(), new GuaranteeFigure(), new LatencyFigure(), new PipelineFigure(), new OverheadFigure(), new BacklogFigure());

    @Parameters(paramLabel = "NAME", description = "Which figure.")
    String name;

    @Option(names = "--quick", description = "Fewer repeats and shorter runs.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the rows there as JSON too.")
    Path json;

    @Option(names = "--seed", defaultValue = "20261123", description = "Of everything random. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Figure figure = FIGURES.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow(() -> new CommandLine.ParameterException(
                spec.commandLine(), "There is no figure '" + name + "'; there are: " + FIGURES.stream().map(Figure::name).collect(Collectors.joining(", "))));
        PrintWriter progress = spec.commandLine().getErr();
        long beganNanos = System.nanoTime();
        List<FigureRow> rows = figure.measure(new Figure.Run(quick, seed), line -> {
            progress.printf("[%4d s] %s%n", (System.nanoTime() - beganNanos) / 1_000_000_000, line);
            progress.flush();
        });
        FigureReport report = new FigureReport(
                figure.name(), figure.what(), Machine.commit(), Machine.describe(), LocalDate.now().toString(), seed, quick, rows);
        spec.commandLine().getOut().println(report.table());
        spec.commandLine().getOut().flush();
        if (json != null) {
            Files.writeString(json, report.json() + System.lineSeparator());
        }
        return 0;
    }
}
