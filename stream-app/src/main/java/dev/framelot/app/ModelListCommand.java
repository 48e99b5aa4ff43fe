package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {"What all instances are to serve, the last changes, and the models in the folder here (inference.models).", "Example: framelot model list"},
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
        ModelTopic topic = new ModelTopic(config);
        ModelChoice now = topic.now();
        PrintWriter out = spec.commandLine().getOut();
        out.println(now.version() == 0 ? "Nobody chose: each instance serves the model of its settings" : now.sentence() + "; version " + when(now));
        List<ModelChoice> changes = topic.content().modelChanges();
        changes.subList(Math.max(0, changes.size() - CHANGES_SHOWN), changes.size()).forEach(change -> out.println("  " + when(change) + ": " + change.sentence()));
        ModelFolder folder = new ModelFolder(config.inference().models());
        List<ModelFolder.Entry> entries = folder.list();
        out.println(entries.isEmpty() ? "No model in " + folder.root().toAbsolutePath() + " (inference.models)" : "In " + folder.root().toAbsolutePath() + " (inference.models):");
        entries.forEach(entry -> out.println("  " + line(entry, now)));
        out.flush();
        return 0;
    }

    private static String line(ModelFolder.Entry entry, ModelChoice now) {
        if (entry.card().isEmpty()) {
            return entry.name() + "  can't be used: " + entry.problem();
        }
        ModelIdentity identity = entry.card().get().identity();
        Chosen here = new Chosen(entry.name(), identity);
        return here + role("serves", now.serving(), here) + role("shadow", now.shadow(), here);
    }

    private static String role(String role, Optional<Chosen> chosen, Chosen here) {
        return chosen.filter(here::equals).isPresent() ? "  " + role : "";
    }

    private static String when(ModelChoice choice) {
        return choice.version() + ", " + Instant.ofEpochSecond(0, choice.issuedAtMicros() * 1_000) + ", by " + choice.issuedBy();
    }
}
