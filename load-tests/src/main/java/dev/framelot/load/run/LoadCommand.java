package dev.framelot.load.run;

import dev.framelot.app.StartException;
import dev.framelot.load.measure.Interrupts;
import dev.framelot.load.measure.OutputPlace;
import dev.framelot.load.report.LoadResult;
import dev.framelot.load.report.ResultHtml;
import dev.framelot.load.report.ResultJson;
import dev.framelot.load.report.ResultMarkdown;
import dev.framelot.load.scenario.LatencyLog;
import dev.framelot.load.workload.BadWorkloadException;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.Workloads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        name = "load",
        description = {
            "Run a workload: a broker of its own (or yours), the application in processes of its own, frames by a schedule decided beforehand,"
                    + " every outcome read back. Without WORKLOAD: list those that come with the sources. Ctrl-C stops everything.",
            "Example: framelot load burst --quick",
            "Example: framelot load my-cameras.yaml --json result.json --report report/",
            "Example: framelot load mlperf-server --engine cuda --report report/"
        },
        footer = {"", "Exit codes: 0 measured, 1 rejected (or a goal missed with --fail-if-missed), 2 wrong usage or workload, 130 stopped."},
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "WORKLOAD", description = "A name, or a YAML file; docs/load-tests.md describes it.")
    String workload;

    @Option(names = "--quick", description = "The workload's quick durations: for a first look, not for a report.")
    boolean quick;

    @Option(names = "--engine", paramLabel = "KIND", description = "Another engine than the workload's: declared-cost, model or cuda.")
    String engine;

    @Option(names = "--seed", defaultValue = "1", description = "Of arrivals and pictures; each further run takes the next. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = {"-b", "--bootstrap-servers"}, paramLabel = "HOST:PORT", description = "Your broker instead of one of its own; topics are made and deleted again.")
    String bootstrapServers;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there, for 'framelot compare' and other machines.")
    Path json;

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.html, report.md, result.json and HdrHistogram logs there.")
    Path report;

    @Option(names = "--fail-if-missed", description = "Exit 1 where a goal is not reached.")
    boolean failIfMissed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (workload == null) {
            list(out);
            return 0;
        }
        Workload chosen;
        try {
            chosen = withEngine(Workloads.find(workload));
        } catch (BadWorkloadException bad) {
            err.println(bad.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        Stream.of(OutputPlace.problemOfFile("--json", json), OutputPlace.problemOfFolder("--report", report)).flatMap(Optional::stream).findFirst().ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), problem);
        });
        if (report != null) {
            Files.createDirectories(report);
        }
        Interrupts.onSignal(Thread.currentThread());
        ProgressBar progress = new ProgressBar(err, System.console() != null, LoadRun.plannedSeconds(chosen, quick), System::nanoTime);
        LoadResult result;
        try {
            result = new LoadRun(chosen, quick, seed, Optional.ofNullable(bootstrapServers), progress, this::writeLog).run();
        } catch (InterruptedException | InterruptException stopped) {
            return stopped(progress, err);
        } catch (StartException refused) {
            if (refused.getCause() instanceof InterruptedException) {
                return stopped(progress, err);
            }
            throw refused;
        }
        out.print(ResultMarkdown.write(result));
        write(result, out);
        out.flush();
        return !result.problems().isEmpty() || failIfMissed && !result.goalsHeld() ? 1 : 0;
    }

    private static int stopped(ProgressBar progress, PrintWriter err) {
        progress.end();
        err.println("Stopped before the load was measured; nothing is left running.");
        return Interrupts.EXIT_CODE;
    }

    private void list(PrintWriter out) throws IOException {
        for (String name : Workloads.names()) {
            try {
                Workload known = Workloads.find(name);
                out.printf("%-22s about %3.0f s quick, %5.0f s full.  %s%n", name, LoadRun.plannedSeconds(known, true), LoadRun.plannedSeconds(known, false), known.description());
            } catch (BadWorkloadException bad) {
                out.printf("%-22s %s%n", name, bad.getMessage());
            }
        }
        out.flush();
    }

    private Workload withEngine(Workload given) throws BadWorkloadException {
        if (engine == null) {
            return given;
        }
        for (Workload.Engine.Kind kind : Workload.Engine.Kind.values()) {
            if (LoadRun.wire(kind).equals(engine)) {
                return given.on(kind);
            }
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "--engine is '" + engine + "', allowed are declared-cost, model, cuda");
    }

    private void write(LoadResult result, PrintWriter out) throws IOException {
        if (json != null) {
            Files.writeString(json, ResultJson.write(result));
            out.println("\nwritten to " + json);
        }
        if (report != null) {
            Files.writeString(report.resolve("result.json"), ResultJson.write(result));
            Files.writeString(report.resolve("report.md"), ResultMarkdown.write(result));
            Files.writeString(report.resolve("report.html"), ResultHtml.write(result));
            out.println("\nwritten to " + report + ": report.html, report.md, result.json, latencies-N.hlog");
        }
    }

    private void writeLog(int number, LatencyLog log) {
        if (report == null) {
            return;
        }
        try (OutputStream file = Files.newOutputStream(report.resolve("latencies-" + number + ".hlog"))) {
            log.writeTo(file, "framelot load " + workload + ", run " + number + ", seed " + (seed + number - 1));
        } catch (IOException unwritten) {
            throw new UncheckedIOException("The latency log can't be written to " + report + ": " + unwritten.getMessage(), unwritten);
        }
    }
}
