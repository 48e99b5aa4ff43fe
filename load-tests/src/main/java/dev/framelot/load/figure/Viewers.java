package dev.framelot.load.figure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link ViewerProcess}, seen from here. */
final class Viewers implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private Viewers(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** @param page of the application @param prompt read at once @param slow read less than is sent */
    static Viewers of(URI page, int prompt, int slow) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), ViewerProcess.class.getName(), page.getHost(), String.valueOf(page.getPort()), String.valueOf(prompt), String.valueOf(slow));
        return new Viewers(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Returns when all are connected. */
    void open() throws IOException {
        tell("open", "OPEN");
    }

    /** Returns when none is. */
    void leave() throws IOException {
        tell("close", "CLOSED");
    }

    private void tell(String command, String answer) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        String line = answers.readLine();
        if (!answer.equals(line)) {
            throw new IOException("The viewers' process did not answer '" + command + "'; its message above says why");
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
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
