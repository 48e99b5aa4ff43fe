package dev.framelot.app;

import dev.framelot.config.NamedModel;
import dev.framelot.control.ModelChoice;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        name = "swap",
        description = {
            "Change the model that all instances serve, while they run and after a restart too: each loads it beside the one that serves, runs every shape on every"
                    + " lane, then cuts over between two batches.",
            "With --url a running instance is asked: it tries the model where it is to serve, chooses it only if it can, and its answer is shown.",
            "Without, the model is tried here, with the shapes and lanes of the settings given here, and written to topics.control; what each instance then makes"
                    + " of it, GET /v1/models there says.",
            "Example: framelot model swap pcb-defects-4 --url http://127.0.0.1:8080 --by night-shift",
            "Example: framelot model swap pcb-defects-4 --config my.yaml",
            "Example: framelot model swap thermal-2 --route thermal",
            "Example: framelot model swap --settings"
        },
        mixinStandardHelpOptions = true)
final class ModelSwapCommand implements Callable<Integer> {
    private static final String TOKEN_VARIABLE = "FRAMELOT_HTTP_TOKEN_WRITE";

    @Mixin
    ConfigOptions options;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Of a folder, or an .onnx file, in inference.models.")
    String name;

    @Option(names = "--settings", description = "Back to the model of the settings, on each instance that of its own. Without --url it is not tried.")
    boolean settings;

    @Option(names = "--url", paramLabel = "URL",
            description = "An instance to ask; framelot run prints where it listens. May be repeated: the first is asked, each other one's answer is waited for.")
    List<URI> urls = new ArrayList<>();

    @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "${env:" + TOKEN_VARIABLE + "}",
            description = "With --url: http.token.write, where one is set. Default: " + TOKEN_VARIABLE + ".")
    String token;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file of the authorities to believe where the URL is https. Default: those that Java believes.")
    Path authorities;

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
        WaitingLine waiting = new WaitingLine(spec.commandLine().getErr(), System.console() != null);
        return urls.isEmpty() ? byTopic(waiting) : byInstances(waiting);
    }

    private int byInstances(WaitingLine waiting) throws InterruptedException {
        if (options.given()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "With --url the instance's own settings hold; leave --config, --set and --bootstrap-servers away.");
        }
        Optional<String> sent = SentToken.of(token, TOKEN_VARIABLE);
        List<AskedInstance> instances = urls.stream().map(url -> new AskedInstance(url, sent, authorities)).toList();
        return new InstanceSwap(instances, route, waiting, spec.commandLine().getOut()).make(Optional.ofNullable(name), by) ? 0 : 1;
    }

    private int byTopic(WaitingLine waiting) throws InterruptedException {
        ModelTopic topic = new ModelTopic(options.loadWithoutModel().config(), route);
        ModelChoice now = topic.now();
        long atMicros = AskedChoice.epochMicros();
        Optional<ModelTrial.Passed> passed = settings ? Optional.empty() : Optional.of(waiting.during("Trying " + name + " here", () -> topic.trial().toServe(name)));
        ModelChoice next = passed.map(trial -> now.serving(trial.chosen(), by, atMicros)).orElseGet(() -> now.servingSettings(by, atMicros));
        topic.choose(next);
        PrintWriter out = spec.commandLine().getOut();
        out.println("from  " + now.sentence());
        out.println("to    " + next.sentence());
        out.println(passed.map(trial -> "tried " + trial.sentence()).orElse("tried nowhere yet: each instance loads the model of its own settings"));
        out.println("version " + next.version() + " by " + next.issuedBy()
                + "; each instance now loads it and runs every shape of its own; one that can't, or decodes for another input, keeps what it has: GET /v1/models there says so");
        out.flush();
        return 0;
    }
}
