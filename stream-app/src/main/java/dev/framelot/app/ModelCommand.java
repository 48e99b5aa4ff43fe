package dev.framelot.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = {
            "Models: what a file is, and how to make it run best.",
            "Example: framelot model inspect yolo11n.onnx",
            "Example: framelot model prepare yolo11n.onnx --out models/yolo11n"
        },
        mixinStandardHelpOptions = true,
        subcommands = {ModelInspectCommand.class, ModelPrepareCommand.class})
final class ModelCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
