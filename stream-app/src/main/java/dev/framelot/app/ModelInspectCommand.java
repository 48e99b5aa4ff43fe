package dev.framelot.app;

import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.prepare.ModelReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        description = {
            "Say what an ONNX file is: inputs, outputs, weights, operators, family, licence, and what would stop it here.",
            "Exit 1 where something stops it.",
            "Example: framelot model inspect yolo11n.onnx",
            "Example: framelot model inspect models/pcb-defects --json -"
        },
        mixinStandardHelpOptions = true)
final class ModelInspectCommand implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "FILE|FOLDER", description = "An .onnx file, or a folder with some.")
    Path path;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write what was found there, - for the screen alone.")
    String json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, BadGraphException {
        PrintWriter out = spec.commandLine().getOut();
        List<ModelReport> reports = new ArrayList<>();
        for (Path file : files()) {
            ModelReport report = ModelReport.of(file);
            reports.add(report);
            if (!"-".equals(json)) {
                out.print(ModelReportText.of(report));
            }
        }
        if ("-".equals(json)) {
            out.print(ModelReportJson.of(reports));
        } else if (json != null) {
            Files.writeString(Path.of(json), ModelReportJson.of(reports));
            out.println("Wrote " + json);
        }
        out.flush();
        return reports.stream().allMatch(report -> report.stops().isEmpty()) ? 0 : 1;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> models = inside.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
            if (models.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "the folder " + path + " has no .onnx file");
            }
            return models;
        }
    }
}
