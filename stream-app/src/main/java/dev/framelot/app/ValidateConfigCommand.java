package dev.framelot.app;

import dev.framelot.config.LoadedConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "validate-config",
        description = {"Check all settings and say everything that is wrong at once; asks no broker.", "Example: framelot validate-config --config my.yaml"},
        mixinStandardHelpOptions = true)
final class ValidateConfigCommand implements Runnable {
    @Mixin
    ConfigOptions options;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        LoadedConfig loaded = options.load();
        loaded.warnings().forEach(warning -> spec.commandLine().getErr().println("Warning: " + warning));
        long given = loaded.values().stream().filter(value -> !value.source().equals("default")).count();
        spec.commandLine().getOut().println("The settings are fine: " + given + " given, " + (loaded.values().size() - given) + " by default");
        spec.commandLine().getOut().flush();
    }
}
