package dev.framelot.app;

import dev.framelot.config.ConfigException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's root. Exit codes: 0 well, 1 failed, 2 wrong usage or settings, 130 interrupted. */
@Command(
        name = "framelot",
        description = {"Camera frames in Kafka become detections in Kafka, in micro-batches, exactly once.", ""},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Lines.class,
        footer = {"", "Exit codes: 0 well, 1 failed, 2 wrong usage or settings.", "Begin with: framelot demo"},
        subcommands = {
            RunCommand.class,
            WatchCommand.class,
            ModeCommand.class,
            ExplainCommand.class,
            TopicsCommand.class,
            ProfileCommand.class,
            ModelCommand.class,
            EvalCommand.class,
            ValidateConfigCommand.class,
            ConfigCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Framelot implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of failures.")
    boolean verbose;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new CommandLine.ParameterException(spec.commandLine(), "Say which COMMAND to run.");
    }

    /** For another module to add its commands to. */
    public static CommandLine commandLine() {
        Framelot root = new Framelot();
        return new CommandLine(root).setExecutionExceptionHandler(failuresInWords(root)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static IExecutionExceptionHandler failuresInWords(Framelot root) {
        return (failure, command, parsed) -> {
            if (failure instanceof ConfigException config) {
                command.getErr().println("The settings can't be used, " + config.problems().size() + " problem(s):");
                config.problems().forEach(problem -> command.getErr().println("  " + problem));
                return CommandLine.ExitCode.USAGE;
            }
            command.getErr().println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            if (root.verbose) {
                failure.printStackTrace(command.getErr());
            }
            return CommandLine.ExitCode.SOFTWARE;
        };
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The script that completes {@code framelot} in bash and zsh. */
    static String completion(CommandLine root) {
        return AutoComplete.bash("framelot", root);
    }
}
