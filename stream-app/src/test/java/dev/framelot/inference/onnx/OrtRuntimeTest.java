package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: the runtime starts once a process, and what is guarded against is its death. */
class OrtRuntimeTest {
    @TempDir
    Path home;

    @Test
    void startsUnderALongCommandLineAndKeepsNoEventsOfIt() throws Exception {
        Path output = home.resolveSibling(home.getFileName() + ".log");
        ProcessBuilder start = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Start.class.getName(),
                        "x".repeat(16_000)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        start.environment().remove("ORT_DISABLE_TELEMETRY");
        start.environment().remove("XDG_CACHE_HOME");
        start.environment().put("HOME", home.toString());

        Process process = start.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            assertThat(Files.readString(output)).contains("ONNX Runtime runs: ");
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
        try (Stream<Path> kept = Files.walk(home)) {
            assertThat(kept.filter(path -> path.toString().toLowerCase(java.util.Locale.ROOT).contains("onnxruntime")))
                    .isEmpty();
        }
    }

    /** What the child process runs. */
    static final class Start {
        public static void main(String[] arguments) {
            System.out.println("ONNX Runtime runs: " + OrtRuntime.environment().getVersion());
        }
    }
}
