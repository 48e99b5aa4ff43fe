package dev.framelot.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {
    @TempDir
    Path folder;

    @Test
    void aFileNeedsAFolderAndIsNone() throws Exception {
        assertThat(OutputPlace.problemOfFile("--json", null)).isEmpty();
        assertThat(OutputPlace.problemOfFile("--json", Path.of("in-the-working-folder.json"))).isEmpty();
        assertThat(OutputPlace.problemOfFile("--json", Files.writeString(folder.resolve("old.json"), "{}"))).isEmpty();
        assertThat(OutputPlace.problemOfFile("--json", folder).orElseThrow()).contains("--json", "a folder; give a file");
        assertThat(OutputPlace.problemOfFile("--json", folder.resolve("absent").resolve("a.json")).orElseThrow()).contains("there is no folder " + folder.resolve("absent"));
    }

    @Test
    void aFolderIsMadeBelowAFolderOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "");
        assertThat(OutputPlace.problemOfFolder("--report", null)).isEmpty();
        assertThat(OutputPlace.problemOfFolder("--report", folder.resolve("a").resolve("b"))).isEmpty();
        assertThat(OutputPlace.problemOfFolder("--report", file).orElseThrow()).contains("is a file; give a folder");
        assertThat(OutputPlace.problemOfFolder("--report", file.resolve("below")).orElseThrow()).contains(file + " is a file");
    }
}
