package dev.framelot.load.measure;

import dev.framelot.load.broker.BrokerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a JVM of its own, so that its heap, its garbage and its CPU are not taken for the application's. */
public final class BrokerChild implements AutoCloseable {
    private static final String READY = "READY ";

    private final Process process;
    private final String bootstrapServers;

    private BrokerChild(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    public static BrokerChild start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m", "-XX:+UseSerialGC", "-Djava.awt.headless=true",
                "-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName(), "1", "log.segment.bytes=268435456");
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(READY)) {
                return new BrokerChild(process, line.substring(READY.length()).trim());
            }
        }
        process.destroyForcibly();
        throw new IOException("The broker's process ended before it was ready; are there free loopback ports and disk space for temporary files?");
    }

    public long pid() {
        return process.pid();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** It ends, and deletes its data, when its standard input does. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException again) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
