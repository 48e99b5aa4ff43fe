package dev.framelot.load.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path base;

    @Test
    void aTemporaryFolderGoesWithAllThatIsInIt() throws IOException {
        DataFolder folder = DataFolder.temporary(Files.createDirectory(base.resolve("data")));
        Files.createDirectories(folder.path().resolve("a/b"));
        Files.writeString(folder.path().resolve("a/b/c"), "x");
        folder.close();
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void aKeptFolderStays() throws IOException {
        DataFolder folder = DataFolder.kept(Files.createDirectory(base.resolve("data")));
        folder.close();
        assertThat(folder.path()).exists();
    }

    @Test
    void aProcessThatIsToldToEndTakesItsFolderAlong() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName());
        builder.environment().put("FRAMELOT_DATA", base.toString());
        Process broker = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var out = broker.inputReader()) {
            assertThat(out.readLine()).startsWith("READY 127.0.0.1:");
            assertThat(base).isNotEmptyDirectory();
            new ProcessBuilder("kill", "-INT", String.valueOf(broker.pid())).inheritIO().start().waitFor();
            assertThat(broker.waitFor(2, TimeUnit.SECONDS)).as("a terminal's Ctrl-C is its parent's to follow").isFalse();
            broker.destroy();
            assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            broker.destroyForcibly();
        }
        assertThat(base).isEmptyDirectory();
    }
}
