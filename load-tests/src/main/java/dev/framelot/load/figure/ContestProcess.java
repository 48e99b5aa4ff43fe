package dev.framelot.load.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One instance of a contestant. Only this process is ever signalled, by its id. */
final class ContestProcess implements AutoCloseable {
    private static final int TAIL_LINES = 12;

    private final Process process;
    private final Path log;

    private ContestProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log gets all that it says */
    static ContestProcess start(List<String> command, Path log) throws IOException {
        return new ContestProcess(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** @throws IllegalStateException it has ended; with what it said last */
    void requireAlive(String name) throws IOException {
        if (!process.isAlive()) {
            List<String> said = Files.readAllLines(log);
            throw new IllegalStateException(name + " ended by itself with status " + process.exitValue() + "; it said last:\n"
                    + String.join("\n", said.subList(Math.max(0, said.size() - TAIL_LINES), said.size())));
        }
    }

    /** User and system time of all its threads so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow(() -> new IllegalStateException("The system tells no CPU time of process " + process.pid()));
    }

    /** The most RAM it ever had, in bytes; not a number where the system does not say. */
    double peakBytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
