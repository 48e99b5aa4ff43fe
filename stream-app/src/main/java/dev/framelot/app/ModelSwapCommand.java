package dev.framelot.app;

import dev.framelot.config.FramelotConfig.NamedModel;
import dev.framelot.control.ModelChoice;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "swap",
        description = {
            "Change the model that all instances serve, while they run and after a restart too: each loads and warms it beside the one that serves, then"
                    + " cuts over between two batches. It is loaded here first, so that a broken one is never chosen.",
            "Example: framelot model swap pcb-defects-4 --by night-shift",
            "Example: framelot model swap thermal-2 --route thermal",
            "Example: framelot model swap --settings"
        },
        mixinStandardHelpOptions = true)
final class ModelSwapCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Of a folder, or an .onnx file, in inference.models.")
    String name;

    @Option(names = "--settings", description = "Back to the model of the settings, on each instance that of its own. It is not loaded here.")
    boolean settings;

    @Option(names = "--route", paramLabel = "NAME", defaultValue = NamedModel.MAIN,
            description = "Which of several models: main (inference.model) or a name of the setting models. Default: ${DEFAULT-VALUE}.")
    String route;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks; recorded with the change. Default: the user's name.")
    String by = System.getProperty("user.name", "unknown");

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (settings == (name != null)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Say the NAME of a model, or --settings.");
        }
        ModelTopic topic = new ModelTopic(options.loadWithoutModel().config(), route);
        ModelChoice now = topic.now();
        long atMicros = AskedChoice.epochMicros();
        ModelChoice next = settings ? now.servingSettings(by, atMicros) : now.serving(topic.tried(name), by, atMicros);
        topic.choose(next);
        PrintWriter out = spec.commandLine().getOut();
        out.println("from  " + now.sentence());
        out.println("to    " + next.sentence());
        out.println("version " + next.version() + " by " + next.issuedBy() + "; instances follow once they have loaded it (GET /v1/models of each says so)");
        out.flush();
        return 0;
    }
}
