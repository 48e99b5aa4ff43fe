package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.graph.BadGraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHashesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");

    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();
    private final KnownHashes hashes = new KnownHashes(2, this::reading, Clock.fixed(NOW, ZoneOffset.UTC));

    private FileHash.Hashed reading(Path file) throws IOException, BadGraphException {
        read.add(file.getFileName().toString());
        return FileHash.read(file);
    }

    private Path file(String name, String content, long millisAgo) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusMillis(millisAgo)));
        return file;
    }

    @Test
    void aFileThatDidNotChangeIsReadOnce() throws Exception {
        Path file = file("a", "abc", 60_000);
        assertThat(hashes.of(file).sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(hashes.of(file)).isEqualTo(FileHash.read(file));
        assertThat(read).containsExactly("a");
    }

    @Test
    void anotherSizeTimeOrFileUnderTheNameIsReadAgain() throws Exception {
        Path file = file("a", "abc", 60_000);
        hashes.of(file);
        file("a", "abcd", 60_000);
        assertThat(hashes.of(file)).as("size").isEqualTo(FileHash.read(file));
        file("a", "abce", 50_000);
        assertThat(hashes.of(file)).as("time").isEqualTo(FileHash.read(file));
        Path other = file("b", "abcf", 50_000);
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(hashes.of(file)).as("another file of the same size and time").isEqualTo(FileHash.read(file));
        assertThat(read).hasSize(4);
    }

    @Test
    void aChangedFileOfWeightsBesideTheModelIsReadAgain() throws Exception {
        ExternalWeights model = new ExternalWeights(folder);
        for (Path file : List.of(model.model(), model.weights())) {
            Files.setLastModifiedTime(file, FileTime.from(NOW.minusMillis(60_000)));
        }
        FileHash.Hashed before = hashes.of(model.model());
        assertThat(hashes.of(model.model())).isEqualTo(before);
        assertThat(read).hasSize(1);

        model.scaled(2);
        Files.setLastModifiedTime(model.weights(), FileTime.from(NOW.minusMillis(50_000)));
        assertThat(hashes.of(model.model()).sha256()).isNotEqualTo(before.sha256());
        assertThat(read).hasSize(2);
    }

    @Test
    void aFileWrittenAMomentAgoIsNotRemembered() throws Exception {
        Path young = file("young", "abc", 1_999);
        Path settled = file("settled", "abc", 2_000);
        for (int i = 0; i < 2; i++) {
            hashes.of(young);
            hashes.of(settled);
        }
        assertThat(read).containsExactly("young", "settled", "young");
    }

    @Test
    void onlySoManyAreRememberedAndThoseAskedForLast() throws Exception {
        Path a = file("a", "1", 60_000);
        Path b = file("b", "2", 60_000);
        Path c = file("c", "3", 60_000);
        hashes.of(a);
        hashes.of(b);
        hashes.of(a);
        hashes.of(c);
        hashes.of(a);
        assertThat(read).containsExactly("a", "b", "c");
        hashes.of(b);
        assertThat(read).containsExactly("a", "b", "c", "b");
    }
}
