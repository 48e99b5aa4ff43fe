package dev.framelot.load.crash;

import dev.framelot.config.FramelotConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One instance of the application as a child process. Only this process is ever signalled, by its id. */
public final class AppProcess {
    private final Process process;
    private final Path log;

    private AppProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Small and quick to start. @param settings passed by --set @param log gets all output */
    static AppProcess start(Map<String, String> settings, Path log) throws IOException {
        return start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), settings, log);
    }

    /** @param jvmOptions heap, collector and the like @param settings passed by --set @param log gets all output */
    public static AppProcess start(List<String> jvmOptions, Map<String, String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        // The application's own log, also where tests bring one of theirs: what it says is what is waited for.
        command.addAll(List.of(
                "-Djava.awt.headless=true", "-Dframelot.log=INFO", "-Dlogback.configurationFile=logback.xml", "-cp", System.getProperty("java.class.path"), "dev.framelot.load.Main", "run"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new AppProcess(process, log);
    }

    /** CPU time of all its threads so far; zero where the system does not say, or it has ended. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits until it takes frames: a JVM that is still starting ends on SIGTERM as any JVM does. @return false: it has ended, or takes none so late */
    public boolean awaitTaking(long seconds) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!Files.readString(log).contains("Taking frames")) {
            if (!alive() || System.nanoTime() - endNanos >= 0) {
                return false;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** SIGTERM; the exit status, or -1 when it had to be killed after {@code seconds}. */
    public int term(long seconds) throws InterruptedException {
        process.destroy();
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        kill();
        return -1;
    }

    /** Waits for its own end; the exit status, or -1 when it had to be killed after {@code seconds}. */
    public int exit(long seconds) throws InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        kill();
        return -1;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().waitFor();
    }

    /** Settings of an instance with a declared device, so that batches are in flight whenever it dies. */
    static Map<String, String> settings(FramelotConfig config) {
        Map<String, String> settings = new java.util.TreeMap<>();
        settings.put("kafka.bootstrap-servers", config.kafka().bootstrapServers());
        settings.put("kafka.application-id", config.kafka().applicationId());
        settings.put("delivery.guarantee", config.delivery().guarantee().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        settings.put("delivery.commit-interval", "100ms");
        settings.put("delivery.transaction-timeout", "8s");
        settings.put("delivery.stream-threads", "2");
        settings.put("delivery.drain-grace", "20s");
        settings.put("inference.engine", "declared-cost");
        config.routing().further().forEach(model -> {
            settings.put("models." + model.name() + ".path", model.path().toString());
            settings.put("models." + model.name() + ".topics", String.join(",", model.topics()));
        });
        settings.put("inference.declared-cost.fixed", "30ms");
        settings.put("inference.declared-cost.per-frame", "1ms");
        settings.put("kafka.properties.consumer.session.timeout.ms", "4000");
        settings.put("kafka.properties.consumer.heartbeat.interval.ms", "800");
        return settings;
    }
}
