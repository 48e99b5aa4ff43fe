package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.NamedModel;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "shadow",
        description = {
            "Let another model see the frames beside the one that serves; what it finds goes to topics.shadow. It runs only while a lane is free, so not every"
                    + " frame gets a record there.",
            "Example: framelot model shadow pcb-defects-4",
            "Example: framelot model shadow --stop"
        },
        mixinStandardHelpOptions = true)
final class ModelShadowCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Of a folder, or an .onnx file, in inference.models.")
    String name;

    @Option(names = "--stop", description = "No shadow any more.")
    boolean stop;

    @Option(names = "--route", paramLabel = "NAME", defaultValue = NamedModel.MAIN,
            description = "Which of several models: main (inference.model) or a name of the setting models. Default: ${DEFAULT-VALUE}.")
    String route;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks; recorded with the change. Default: the user's name.")
    String by = System.getProperty("user.name", "unknown");

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (stop == (name != null)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Say the NAME of a model, or --stop.");
        }
        FramelotConfig config = options.loadWithoutModel().config();
        ModelTopic topic = new ModelTopic(config, route);
        ModelChoice now = topic.now();
        Optional<ModelTrial.Passed> passed = stop ? Optional.empty()
                : Optional.of(new WaitingLine(spec.commandLine().getErr(), System.console() != null).during("Trying " + name + " here", () -> topic.trial().toWatch(name)));
        Optional<Chosen> chosen = passed.map(ModelTrial.Passed::chosen);
        chosen.ifPresent(topic::refuseOtherCard);
        if (chosen.isPresent() && now.serving().filter(chosen.get()::is).isPresent()) {
            throw new StartException("Not changed: " + chosen.get() + " serves already; a shadow is another model");
        }
        if (chosen.isPresent()) {
            try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
                if (!TopicFacts.of(admin, config.topics().shadow(), config).exists()) {
                    throw new StartException("Not changed: topic '" + config.topics().shadow() + "' (topics.shadow) does not exist; create it with: framelot topics create");
                }
            }
        }
        ModelChoice next = now.shadow(chosen, by, AskedChoice.epochMicros());
        topic.choose(next);
        PrintWriter out = spec.commandLine().getOut();
        out.println("from  " + now.sentence());
        out.println("to    " + next.sentence());
        passed.ifPresent(trial -> out.println("tried " + trial.sentence()));
        out.println("version " + next.version() + " by " + next.issuedBy() + "; instances follow, and GET /v1/models of each says whether it could");
        out.flush();
        return 0;
    }
}
