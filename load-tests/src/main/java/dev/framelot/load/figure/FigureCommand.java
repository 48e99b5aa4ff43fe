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
import picocli.CommandLine.ParameterException;
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
                "overload: 1.5 times what the device can do, for ten minutes: every frame's fate, on time against what fits, memory",
                "toggle: the mode switched live: change-over, nothing lost, latency against throughput by mode",
                "scale: cost of a frame from 10 to 10,000 cameras, rate by instances",
                "peers: the same work written with Kafka Streams, Pekko, Flink and the parallel consumer beside it",
                "device: the bare session by batch size against the application, lanes, decoding alone; on a GPU where there is one",
                "viewers: what 500 viewers of the live feed, some of them slow, cost the frames"
            })
    FigureName name;

    @Option(names = "--quick", description = "Fewer and shorter rounds: for a first look, not for a report.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the rows there as JSON.")
    Path json;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Write the figure's pictures there as PNG; toggle, scale and device have some.")
    Path pictures;

    @Option(names = "--model", paramLabel = "MODEL", description = "For device: an .onnx file or a model card; the same as --set inference.model=…")
    Path model;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "For device: a setting of the application, such as inference.provider=cpu.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--seed", defaultValue = "1", description = "Of drawn boards and planned faults. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--fail-if-missed", description = "Exit 1 where a goal is not reached.")
    boolean failIfMissed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (model != null) {
            settings.put("inference.model", model.toString());
        }
        if (!settings.isEmpty() && !name.takesSettings()) {
            throw new ParameterException(spec.commandLine(), "Only the figure device takes --model and --set; " + name + " measures what is shipped, with settings of its own.");
        }
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
            rows = figure.measure(new FigureRun(quick, seed, settings, progress, notes, drawn));
        } catch (InterruptedException | InterruptException stopped) {
            spec.commandLine().getErr().println("Stopped before the figure was measured; nothing is left running.");
            return Interrupts.EXIT_CODE;
        }
        FigureReport report = new FigureReport(name.name(), Checkout.commit(), machine, Instant.now(), seed, quick, notes, rows);
        out.print(report.table());
        keepWithTheSources(figure);
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

    /** Where nothing else was asked for: a GPU is rarely at hand, and what it gave must not be lost. */
    private void keepWithTheSources(Figure figure) {
        Path results = Checkout.folder().resolve("load-tests").resolve("results");
        if (figure.resultFile().isPresent() && Files.isDirectory(results)) {
            json = json == null ? results.resolve(figure.resultFile().get()) : json;
            pictures = pictures == null ? results : pictures;
        }
    }
}
