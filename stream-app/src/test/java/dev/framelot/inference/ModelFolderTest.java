package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
    @TempDir
    Path folder;

    private Path models() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        new CardFolder(Files.createDirectory(models.resolve("painted")), "painted-boxes");
        return models;
    }

    @Test
    void listsWhatLiesThereAndSaysWhatCanNotBeUsedAndWhy() throws Exception {
        Path models = models();
        new CardFolder(Files.createDirectory(models.resolve("changed")), "painted-boxes").with("sha256: ", "sha256: 00");
        Files.createDirectory(models.resolve("empty"));
        Files.writeString(models.resolve("notes.txt"), "no model");
        ModelFolder known = new ModelFolder(models);
        assertThat(known.list()).extracting(ModelFolder.Entry::name).containsExactly("changed", "painted");
        assertThat(known.list().get(0).card()).isEmpty();
        assertThat(known.list().get(0).problem()).contains("sha256");
        assertThat(known.list().get(1).card().orElseThrow().identity().version()).isEqualTo("1.10");
        assertThat(ModelCards.load(known.find("painted")).identity().name()).isEqualTo("painted");
    }

    @Test
    void aListAfterTheFirstReadsOnlyTheWeightsThatWereWrittenSince() throws Exception {
        Path models = models();
        Path second = new CardFolder(Files.createDirectory(models.resolve("second")), "painted-boxes").model();
        for (Path model : List.of(models.resolve("painted/model.onnx"), second)) {
            Files.setLastModifiedTime(model, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }
        List<String> read = new ArrayList<>();
        ModelFolder known = new ModelFolder(models, new KnownHashes(ModelFolder.MOST, file -> {
            read.add(file.getParent().getFileName().toString());
            return FileHash.read(file);
        }, Clock.systemUTC()));
        known.list();
        known.list();
        assertThat(read).containsExactlyInAnyOrder("painted", "second");
        Files.write(second, new byte[] {1, 2, 3});
        assertThat(known.list()).filteredOn(entry -> entry.card().isEmpty()).singleElement()
                .satisfies(changed -> assertThat(changed.problem()).contains("the weights are not those of the card"));
        assertThat(read).hasSize(3).endsWith("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../outside", "painted/../../outside", "/etc", "outside", "", "painted/model.onnx", "linked", "notes.txt"})
    void noNameLeadsOutOfTheFolder(String name) throws Exception {
        Path models = models();
        new CardFolder(Files.createDirectory(folder.resolve("outside")), "painted-boxes");
        Files.createSymbolicLink(models.resolve("linked"), folder.resolve("outside"));
        assertThatThrownBy(() -> new ModelFolder(models).find(name))
                .isInstanceOfSatisfying(UnknownModelException.class, unknown -> assertThat(unknown.known()).containsExactly("painted"))
                .hasMessageContaining("inference.models")
                .hasMessageContaining("painted");
    }

    @Test
    void aFolderThatIsNotThereHasNoModels() {
        ModelFolder nowhere = new ModelFolder(folder.resolve("nowhere"));
        assertThat(nowhere.list()).isEmpty();
        assertThatThrownBy(() -> nowhere.find("painted")).hasMessageContaining("there is none at all");
    }
}
