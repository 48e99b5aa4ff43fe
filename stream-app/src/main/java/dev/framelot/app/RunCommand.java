package dev.framelot.app;

import dev.framelot.config.LoadedConfig;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = {
            "Take frames and write detections until stopped. TERM and Ctrl-C finish what is in flight, then exit 0.",
            "Example: framelot run --config my.yaml",
            "Example: framelot run --bootstrap-servers localhost:9092 --set frame.format=image"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    ConfigOptions options;

    @Override
    public Integer call() {
        LoadedConfig loaded = options.load();
        loaded.warnings().forEach(LOG::warn);
        FramelotApp app = FramelotApp.start(loaded.config());
        Thread hook = new Thread(() -> endWith(app), "framelot-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        LOG.info("Taking frames from '{}' on {}; Ctrl-C or TERM stops", loaded.config().topics().frames(), loaded.config().kafka().bootstrapServers());
        if (app.awaitExit() != 0) {
            // A failure ends here; a signal ends in the hook, which this thread must not wait for nor overtake.
            app.shutDown();
            Runtime.getRuntime().halt(1);
        }
        join(hook);
        return 0;
    }

    private static void join(Thread hook) {
        try {
            hook.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a signal: drain, then say by the exit status whether anything was left behind (the JVM's own would be 143). */
    private static void endWith(FramelotApp app) {
        boolean clean = app.shutDown();
        LOG.info("Stopped: {} frames detected, {} shed, {} dead-lettered", app.stats().detected(), app.stats().shed(), app.stats().deadLettered());
        Runtime.getRuntime().halt(clean ? 0 : 1);
    }
}
