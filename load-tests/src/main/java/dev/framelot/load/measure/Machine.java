package dev.framelot.load.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a figure was measured on.
 *
 * @param loadAverage of the minute before the measurement, running processes; negative where the system does not say
 */
public record Machine(int cores, String cpu, String jdk, String os, double loadAverage) {

    public static Machine current() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                cpuModel(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Whether others were at work here just before. */
    public boolean busy() {
        return loadAverage > 0.3 * cores;
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d cores, %s, %s, JDK %s; load average before %.1f%s", cores, cpu, os, jdk, loadAverage,
                busy() ? ": other work was running, so times and rates are worse than on an idle machine" : "");
    }
}
