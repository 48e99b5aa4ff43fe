package dev.framelot.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = {
            "Models: what a file is, how to make it run best, which serve, and which could.",
            "Example: framelot model inspect yolo11n.onnx",
            "Example: framelot model prepare yolo11n.onnx --out models/yolo11n",
            "Example: framelot model list",
            "Example: framelot model swap pcb-defects-4 --by night-shift"
        },
        mixinStandardHelpOptions = true,
        subcommands = {ModelInspectCommand.class, ModelPrepareCommand.class, ModelListCommand.class, ModelSwapCommand.class, ModelShadowCommand.class})
final class ModelCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
