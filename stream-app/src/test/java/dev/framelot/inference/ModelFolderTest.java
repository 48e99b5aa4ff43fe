package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
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
