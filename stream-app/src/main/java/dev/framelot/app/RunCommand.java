package dev.framelot.app;

import dev.framelot.config.LoadedConfig;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    /** A failed application that can't end its own threads must still end: a hung device holds its lane. */
    private static final long FAILED_END_MILLIS = 8_000;

    @Mixin
    ConfigOptions options;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Port of page, API, health and metrics; 0: any free one, -1: none. The same as --set http.port=…")
    Integer httpPort;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        LoadedConfig loaded = httpPort == null ? options.load() : options.with("http.port", String.valueOf(httpPort)).load();
        loaded.warnings().forEach(LOG::warn);
        FramelotApp app = FramelotApp.start(loaded.config());
        Thread hook = new Thread(() -> endWith(app), "framelot-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        LOG.info("Taking frames from '{}' on {}; Ctrl-C or TERM stops", loaded.config().topics().frames(), loaded.config().kafka().bootstrapServers());
        app.url().ifPresent(url -> {
            spec.commandLine().getOut().println("Page: " + url);
            spec.commandLine().getOut().flush();
        });
        if (app.awaitExit() != 0) {
            haltAnyway();
            // A failure ends here; a signal ends in the hook, which this thread must not wait for nor overtake.
            app.shutDown();
            Runtime.getRuntime().halt(1);
        }
        join(hook);
        return 0;
    }

    private static void haltAnyway() {
        Thread limit = new Thread(() -> {
            LockSupport.parkNanos(FAILED_END_MILLIS * 1_000_000);
            Runtime.getRuntime().halt(1);
        }, "framelot-halt");
        limit.setDaemon(true);
        limit.start();
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
