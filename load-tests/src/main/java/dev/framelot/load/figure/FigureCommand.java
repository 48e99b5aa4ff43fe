package dev.framelot.load.figure;

import dev.framelot.load.measure.Checkout;
import dev.framelot.load.measure.Interrupts;
import dev.framelot.load.measure.Machine;
import dev.framelot.load.measure.OutputPlace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "figure",
        description = {
            "Measure what Framelot promises, on this machine: a broker of its own, simulated cameras, the application, and what to"
                    + " compare it with in the same run. Other work on the machine makes the figures worse. Ctrl-C stops everything.",
            "Example: framelot figure pipeline --quick",
            "Example: framelot figure crash --json crash.json"
        },
        mixinStandardHelpOptions = true)
public final class FigureCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description = {
                "${COMPLETION-CANDIDATES}:",
                "pipeline: frames per second against a bare loop of decoding and the session",
                "latency: what is added to decoding and the run at 20 and 100 frames/s",
                "guarantee: exactly-once against at-least-once",
                "overhead: CPU and garbage of a frame beyond decoding and the run",
                "backlog: heap while an hour of frames waits in the topic",
                "crash: frames lost or doubled when instances are killed under load",
                "batching: the batcher against an exact oracle, the mean-latency optimum and rival rules, and live against simulated",
                "toggle: the mode switched live: change-over, nothing lost, latency against throughput by mode",
                "scale: cost of a frame from 10 to 10,000 cameras, rate by instances",
                "peers: the same work written with Kafka Streams, Pekko, Flink and the parallel consumer beside it"
            })
    FigureName name;

    @Option(names = "--quick", description = "Fewer and shorter rounds: for a first look, not for a report.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the rows there as JSON.")
    Path json;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Write the figure's pictures there as PNG; toggle and scale have some.")
    Path pictures;

    @Option(names = "--seed", defaultValue = "1", description = "Of drawn boards and planned faults. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--fail-if-missed", description = "Exit 1 where a goal is not reached.")
    boolean failIfMissed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Stream.of(OutputPlace.problemOfFile("--json", json), OutputPlace.problemOfFolder("--pictures", pictures)).flatMap(Optional::stream).findFirst().ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), problem);
        });
        Interrupts.onSignal(Thread.currentThread());
        Machine machine = Machine.current();
        Figure figure = name.figure();
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> drawn = new LinkedHashMap<>();
        Progress progress = new Progress(System.err, name.name(), figure.plannedSeconds(quick), System::nanoTime);
        PrintWriter out = spec.commandLine().getOut();
        List<FigureRow> rows;
        try {
            rows = figure.measure(new FigureRun(quick, seed, progress, notes, drawn));
        } catch (InterruptedException | InterruptException stopped) {
            spec.commandLine().getErr().println("Stopped before the figure was measured; nothing is left running.");
            return Interrupts.EXIT_CODE;
        }
        FigureReport report = new FigureReport(name.name(), Checkout.commit(), machine, Instant.now(), seed, quick, notes, rows);
        out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json() + System.lineSeparator());
            out.println("  written to " + json);
        }
        if (pictures != null) {
            Files.createDirectories(pictures);
            for (Map.Entry<String, byte[]> picture : drawn.entrySet()) {
                Files.write(pictures.resolve(picture.getKey()), picture.getValue());
                out.println("  written to " + pictures.resolve(picture.getKey()));
            }
        }
        out.flush();
        return failIfMissed && !report.held() ? 1 : 0;
    }
}
