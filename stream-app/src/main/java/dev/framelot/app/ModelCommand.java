package dev.framelot.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = {
            "Models: which serve, and which could.",
            "Example: framelot model list",
            "Example: framelot model swap pcb-defects-4 --by night-shift"
        },
        mixinStandardHelpOptions = true,
        subcommands = {ModelListCommand.class, ModelSwapCommand.class, ModelShadowCommand.class})
final class ModelCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
