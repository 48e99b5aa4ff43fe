package dev.framelot.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.config.LoadedConfig;
import dev.framelot.config.Setting;
import dev.framelot.config.SettingsCatalogue;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = {
            "Print every setting: key, value in force, where it came from, default, unit. Secrets are masked.", "Example: framelot config --config my.yaml"
        },
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Mixin
    ConfigOptions options;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Option(names = "--explain", description = "With what each setting means and allows.")
    boolean explain;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        if (options.bootstrapServers == null && options.file == null && !options.settings.containsKey("kafka.bootstrap-servers")
                && System.getenv("FRAMELOT_KAFKA_BOOTSTRAP_SERVERS") == null) {
            // The one required setting: without it there would be nothing to look at but its absence.
            options.bootstrapServers = "localhost:9092";
        }
        LoadedConfig loaded = options.load();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(loaded));
        } else {
            out.printf("%-38s %-24s %-24s %-20s %s%n", "KEY", "VALUE", "FROM", "DEFAULT", "UNIT");
            loaded.values().forEach(value -> {
                Optional<Setting<?>> setting = SettingsCatalogue.find(value.key());
                out.printf("%-38s %-24s %-24s %-20s %s%n", value.key(), value.value().isEmpty() ? "(none)" : value.value(), value.source(),
                        setting.flatMap(Setting::standardText).orElse("(none)"), setting.map(Setting::unit).orElse("-"));
                if (explain) {
                    setting.ifPresent(s -> out.printf("    %s Allowed: %s.%n", s.description(), s.type().allowed()));
                }
            });
        }
        out.flush();
    }

    private static String asJson(LoadedConfig loaded) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode rows = mapper.createArrayNode();
        loaded.values().forEach(value -> {
            ObjectNode row = rows.addObject().put("key", value.key()).put("value", value.value()).put("source", value.source());
            SettingsCatalogue.find(value.key()).ifPresent(setting -> row.put("default", setting.standardText().orElse(null))
                    .put("unit", setting.unit()).put("description", setting.description()).put("allowed", setting.type().allowed()));
        });
        return rows.toPrettyString();
    }
}
