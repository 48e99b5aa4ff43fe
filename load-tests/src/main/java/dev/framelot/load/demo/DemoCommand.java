package dev.framelot.load.demo;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

@Command(
        name = "demo",
        description = {
            "See it work: a real Kafka broker, simulated cameras over a line of circuit boards, the application, and an audit that"
                    + " counts every frame. Ctrl-C drains and stops everything; a second one aborts.",
            "Example: framelot demo",
            "Example: framelot demo --cameras 4 --fps 5 --duration 30s --json summary.json"
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final long ABORT_LIMIT_NANOS = 3_000_000_000L;

    @Mixin
    DemoOptions options;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (options.cameras < 1 || options.cameras > 1_000 || options.framesPerSecond <= 0 || options.framesPerSecond > 1_000) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--cameras is " + options.cameras + " and --fps " + options.framesPerSecond
                    + "; allowed are 1 to 1000 cameras and above 0 to 1000 frames per second");
        }
        PrintWriter out = spec.commandLine().getOut();
        Demo demo = new Demo(options, out);
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> {
                if (!demo.stop()) {
                    abort();
                }
            });
        }
        return demo.run() ? 0 : 1;
    }

    /** Ends at once, draining nothing; the embedded broker's data still go, unless that takes longer than a person waits. */
    private static void abort() {
        Thread limit = new Thread(() -> {
            LockSupport.parkNanos(ABORT_LIMIT_NANOS);
            Runtime.getRuntime().halt(INTERRUPTED);
        }, "demo-abort");
        limit.setDaemon(true);
        limit.start();
        System.exit(INTERRUPTED);
    }
}
