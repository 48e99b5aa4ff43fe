package dev.framelot.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.config.ConfigException;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.LoadedConfig;
import dev.framelot.config.Problem;
import dev.framelot.config.Setting;
import dev.framelot.config.SettingsCatalogue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
        LoadedConfig loaded = load();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(loaded));
        } else {
            out.printf("%-38s %-24s %-24s %-20s %s%n", "KEY", "VALUE", "FROM", "DEFAULT", "UNIT");
            loaded.values().forEach(value -> {
                Optional<Setting<?>> setting = SettingsCatalogue.find(value.key());
                out.printf("%-38s %-24s %-24s %-20s %s%n", value.key(), value.value().isEmpty() ? "(none)" : withAutomatic(value, loaded.config()), value.source(),
                        setting.flatMap(Setting::standardText).orElse("(none)"), setting.map(Setting::unit).orElse("-"));
                if (explain) {
                    setting.ifPresent(s -> out.printf("    %s Allowed: %s.%n", s.description(), s.type().allowed()));
                }
            });
        }
        out.flush();
    }

    /** Without the one required setting there would be nothing to look at but its absence: a stand-in shows the rest. */
    private LoadedConfig load() {
        try {
            return options.loadWithoutModel();
        } catch (ConfigException refused) {
            Problem first = refused.problems().get(0);
            if (refused.problems().size() > 1 || !first.key().equals(SettingsCatalogue.BOOTSTRAP_SERVERS.key()) || !first.value().isEmpty()) {
                throw refused;
            }
            spec.commandLine().getErr().println("Note: kafka.bootstrap-servers is not given; shown with localhost:9092.");
            options.bootstrapServers = "localhost:9092";
            return options.loadWithoutModel();
        }
    }

    private static String withAutomatic(LoadedConfig.InForce value, FramelotConfig config) {
        return value.value() + automatic(value, config).map(resolved -> " (" + resolved + ")").orElse("");
    }

    /** What 0 or auto came to on this machine. */
    private static Optional<String> automatic(LoadedConfig.InForce value, FramelotConfig config) {
        if (!value.value().equals("0") && !value.value().equals("auto")) {
            return Optional.empty();
        }
        boolean open = config.batching().isToBeMeasured() && !value.key().equals("decode.workers");
        if (open) {
            return List.of("decode.slots", "delivery.in-flight-frames", "batching.shapes").contains(value.key())
                    ? Optional.of("follows the measured batching.max-frames")
                    : Optional.empty();
        }
        return switch (value.key()) {
            case "decode.workers" -> Optional.of(String.valueOf(config.decode().workers()));
            case "decode.slots" -> Optional.of(String.valueOf(config.decode().slots()));
            case "delivery.in-flight-frames" -> Optional.of(String.valueOf(config.delivery().inFlightFrames()));
            case "batching.shapes" -> Optional.of(config.batching().shapes().stream().map(String::valueOf).collect(Collectors.joining(",")));
            default -> Optional.empty();
        };
    }

    private static String asJson(LoadedConfig loaded) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode rows = mapper.createArrayNode();
        loaded.values().forEach(value -> {
            ObjectNode row = rows.addObject().put("key", value.key()).put("value", value.value()).put("source", value.source());
            automatic(value, loaded.config()).ifPresent(resolved -> row.put("resolved", resolved));
            SettingsCatalogue.find(value.key()).ifPresent(setting -> row.put("default", setting.standardText().orElse(null))
                    .put("unit", setting.unit()).put("description", setting.description()).put("allowed", setting.type().allowed()));
        });
        return rows.toPrettyString();
    }
}
