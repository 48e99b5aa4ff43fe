package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.NamedModel;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {"What all instances are to serve on each route, the last changes, and the models in the folder here (inference.models).", "Example: framelot model list"},
        mixinStandardHelpOptions = true)
final class ModelListCommand implements Callable<Integer> {
    private static final int CHANGES_SHOWN = 10;

    @Mixin
    ConfigOptions options;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        FramelotConfig config = options.loadWithoutModel().config();
        ControlTopic.Content content = new ModelTopic(config, NamedModel.MAIN).content();
        List<ModelChoice> inForce = routes(config).map(content::models).toList();
        PrintWriter out = spec.commandLine().getOut();
        inForce.forEach(now -> {
            out.println(now.version() == 0 ? "Nobody chose" + onRoute(now) + ": each instance serves the model of its settings" : now.sentence() + "; version " + when(now));
            List<ModelChoice> changes = content.modelChanges().stream().filter(change -> change.route().equals(now.route())).toList();
            changes.subList(Math.max(0, changes.size() - CHANGES_SHOWN), changes.size()).forEach(change -> out.println("  " + when(change) + ": " + change.sentence()));
        });
        ModelFolder folder = new ModelFolder(config.inference().models());
        List<ModelFolder.Entry> entries = folder.list();
        out.println(entries.isEmpty() ? "No model in " + folder.root().toAbsolutePath() + " (inference.models)" : "In " + folder.root().toAbsolutePath() + " (inference.models):");
        entries.forEach(entry -> out.println("  " + line(entry, inForce)));
        out.flush();
        return 0;
    }

    private static Stream<String> routes(FramelotConfig config) {
        return Stream.concat(Stream.of(NamedModel.MAIN), config.routing().further().stream().map(NamedModel::name));
    }

    private static String onRoute(ModelChoice choice) {
        return choice.route().equals(NamedModel.MAIN) ? "" : " on route " + choice.route();
    }

    private static String line(ModelFolder.Entry entry, List<ModelChoice> inForce) {
        if (entry.card().isEmpty()) {
            return entry.name() + "  can't be used: " + entry.problem();
        }
        ModelIdentity identity = entry.card().get().identity();
        Chosen here = new Chosen(entry.name(), identity);
        StringBuilder line = new StringBuilder(here.toString());
        inForce.forEach(now -> line.append(role("serves", now, now.serving(), here)).append(role("shadow", now, now.shadow(), here)));
        return line.toString();
    }

    private static String role(String role, ModelChoice now, Optional<Chosen> chosen, Chosen here) {
        return chosen.filter(here::is).isPresent() ? "  " + role + onRoute(now) : "";
    }

    private static String when(ModelChoice choice) {
        return choice.version() + ", " + Instant.ofEpochSecond(0, choice.issuedAtMicros() * 1_000) + ", by " + choice.issuedBy();
    }
}
