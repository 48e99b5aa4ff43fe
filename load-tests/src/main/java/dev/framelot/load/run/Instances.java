package dev.framelot.load.run;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.crash.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/** The application's processes. Only these are ever signalled, by their ids. */
public final class Instances implements AutoCloseable {
    private static final long START_SECONDS = 90;
    private static final long STOP_SECONDS = 40;

    private final List<AppProcess> processes = new ArrayList<>();
    private final Path logs;

    private Instances(Path logs) {
        this.logs = logs;
    }

    /** Starts them and waits until each has partitions. @param settings of all @param jvmOptions of each */
    public static Instances start(int count, List<String> jvmOptions, Map<String, String> settings, FramelotConfig config) throws IOException, InterruptedException {
        Instances instances = new Instances(Files.createTempDirectory("framelot-load-"));
        try {
            for (int i = 1; i <= count; i++) {
                instances.processes.add(AppProcess.start(jvmOptions, settings, instances.logs.resolve("instance-" + i + ".log")));
            }
            for (AppProcess process : instances.processes) {
                if (!process.awaitTaking(START_SECONDS)) {
                    instances.check();
                    throw new IllegalStateException("An instance of the application took no frames within " + START_SECONDS + " s; its last lines:" + lastLines(process));
                }
            }
            instances.check();
            instances.awaitPartitions(config);
            return instances;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            instances.close();
            throw failed;
        }
    }

    /** @throws IllegalStateException one has ended by itself; says its last lines */
    public void check() throws IOException {
        for (AppProcess process : processes) {
            if (!process.alive()) {
                throw new IllegalStateException("An instance of the application ended by itself; its last lines:" + lastLines(process));
            }
        }
    }

    private static String lastLines(AppProcess process) throws IOException {
        List<String> lines = Files.readAllLines(process.log());
        String indent = System.lineSeparator() + "  ";
        return indent + String.join(indent, lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }

    private void awaitPartitions(FramelotConfig config) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", config.kafka().bootstrapServers()))) {
            while (!allHavePartitions(admin, config.kafka().applicationId())) {
                check();
                if (System.nanoTime() - endNanos >= 0) {
                    throw new IllegalStateException("Not every instance had partitions " + START_SECONDS + " s after its start; is the topic's number of partitions at least "
                            + processes.size() + "?");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private boolean allHavePartitions(Admin admin, String group) throws InterruptedException {
        try {
            ConsumerGroupDescription described = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get();
            return described.members().stream().filter(member -> !member.assignment().topicPartitions().isEmpty()).count() >= processes.size();
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    /** CPU time of all of them so far. */
    public Duration cpu() {
        return processes.stream().map(AppProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Largest memory that one of them had in RAM, bytes; not a number where the system does not say. */
    public double peakBytes() throws IOException {
        double most = Double.NaN;
        for (AppProcess process : processes) {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            if (Files.exists(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmHWM:")) {
                        most = Math.max(Double.isNaN(most) ? 0 : most, Double.parseDouble(line.replaceAll("\\D", "")) * 1_024);
                    }
                }
            }
        }
        return most;
    }

    /** Lines of the first instance's log. */
    public List<String> log() throws IOException {
        return Files.readAllLines(processes.get(0).log());
    }

    public int count() {
        return processes.size();
    }

    /** Asks each to stop, and kills those that don't. Deletes their logs. */
    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted();
        for (AppProcess process : processes) {
            try {
                process.term(interrupted ? 5 : STOP_SECONDS);
            } catch (InterruptedException again) {
                interrupted = true;
                killed(process);
            }
        }
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void killed(AppProcess process) {
        try {
            process.kill();
        } catch (InterruptedException yetAgain) {
            // The kill was sent; nobody needs to wait for it.
        }
    }
}
