package dev.framelot.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the kernel tells of this machine and this process. Linux only; elsewhere the answers are empty or plain. */
public final class HostFacts {
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    private HostFacts() {}

    /** The processor by name, and how many cores this process may use. */
    public static String processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        String name = firstLine(Path.of("/proc/cpuinfo"), line -> line.startsWith("model name"));
        return (name == null ? System.getProperty("os.arch") : name.substring(name.indexOf(':') + 1).strip()) + " x " + cores;
    }

    /** Pages of this process in RAM. */
    public static OptionalLong residentBytes() {
        return kilobytes(Path.of("/proc/self/status"), "VmRSS:");
    }

    /** What this process may still take before the kernel kills it or pages it out. */
    public static OptionalLong availableBytes() {
        OptionalLong machine = kilobytes(Path.of("/proc/meminfo"), "MemAvailable:");
        OptionalLong limit = number(CGROUP.resolve("memory.max"));
        OptionalLong used = number(CGROUP.resolve("memory.current"));
        if (limit.isEmpty() || used.isEmpty()) {
            return machine;
        }
        long left = Math.max(0, limit.getAsLong() - used.getAsLong());
        return OptionalLong.of(Math.min(left, machine.orElse(Long.MAX_VALUE)));
    }

    private static OptionalLong kilobytes(Path file, String name) {
        String line = firstLine(file, text -> text.startsWith(name));
        return line == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
    }

    private static OptionalLong number(Path file) {
        String line = firstLine(file, text -> text.matches("\\d+"));
        return line == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line));
    }

    private static String firstLine(Path file, Predicate<String> wanted) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(wanted).findFirst().orElse(null);
        } catch (IOException | java.io.UncheckedIOException absent) {
            return null;
        }
    }
}
