package dev.framelot.inference.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void twoPictures() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("labels"));
        Files.createFile(folder.resolve("images/a.jpg"));
        Files.createFile(folder.resolve("images/b.PNG"));
        Files.createFile(folder.resolve("images/notes.md"));
    }

    @Test
    void deepPcbIsToldByWholePixels() throws IOException {
        label("a", "10 20 30 40 6\n11,21,31,41,1\n\n");

        LabelledFolder read = open();

        assertThat(read.format()).isEqualTo(LabelFormat.DEEPPCB);
        assertThat(read.images()).hasSize(2);
        assertThat(read.unlabelled()).isEqualTo(1);
        assertThat(read.truths(folder.resolve("images/a.jpg"), 640, 640))
                .containsExactly(new Truth(5, 10, 20, 30, 40), new Truth(0, 11, 21, 31, 41));
        assertThat(read.truths(folder.resolve("images/b.PNG"), 640, 640)).isEmpty();
    }

    @Test
    void yoloIsToldByShares() throws IOException {
        label("a", "3 0.5 0.5 0.25 0.5\n");
        label("b", "0 1 1 0 1\n");

        LabelledFolder read = open();

        assertThat(read.format()).isEqualTo(LabelFormat.YOLO);
        assertThat(read.truths(folder.resolve("images/a.jpg"), 80, 40)).containsExactly(new Truth(3, 30, 10, 50, 30));
    }

    @Test
    void foldersInsideAreTakenInParallelAndLinksToOthersAreNot() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createFile(outside.resolve("x.jpg"));
        Files.createSymbolicLink(folder.resolve("images/linked"), outside);
        Path deep = Files.createDirectories(folder.resolve("images/train2017/more"));
        Files.createDirectories(folder.resolve("labels/train2017/more"));
        Files.createFile(deep.resolve("a.jpg"));
        Files.createDirectory(folder.resolve("images/val2017"));
        Files.createFile(folder.resolve("images/val2017/a.jpg"));
        label("a", "1 0.5 0.5 0.25 0.5\n");
        label("train2017/more/a", "2 0.5 0.5 0.25 0.5\n");

        LabelledFolder read = open();

        assertThat(read.images()).containsExactly(folder.resolve("images/a.jpg"), folder.resolve("images/b.PNG"), deep.resolve("a.jpg"), folder.resolve("images/val2017/a.jpg"));
        assertThat(read.truths(deep.resolve("a.jpg"), 80, 40)).containsExactly(new Truth(2, 30, 10, 50, 30));
        assertThat(read.truths(folder.resolve("images/a.jpg"), 80, 40)).containsExactly(new Truth(1, 30, 10, 50, 30));
        assertThat(read.truths(folder.resolve("images/val2017/a.jpg"), 80, 40)).as("its own folder of labels is not there").isEmpty();
        assertThat(read.unlabelled()).isEqualTo(2);
    }

    @Test
    void aFolderThatIsALinkItselfIsRead() throws IOException {
        label("a", "1 0.5 0.5 0.25 0.5\n");
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createSymbolicLink(other.resolve("images"), folder.resolve("images"));
        Files.createSymbolicLink(other.resolve("labels"), folder.resolve("labels"));

        assertThat(LabelledFolder.open(other, Optional.empty()).images()).hasSize(2);
    }

    @Test
    void whatFitsBothIsAsked() throws IOException {
        label("a", "0 0 1 1 1\n");

        assertThatThrownBy(this::open).hasMessageContaining("fit both deeppcb and yolo").hasMessageContaining("--format");
        assertThat(LabelledFolder.open(folder, Optional.of(LabelFormat.YOLO)).format()).isEqualTo(LabelFormat.YOLO);
    }

    @Test
    void aLineThatFitsNeitherIsNamed() throws IOException {
        label("a", "10 20 30 40 1\n10 20 30\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("'10 20 30'").hasMessageContaining("a.txt");

        label("a", "1 0.5 0.5 0.1 0.1\nnine 0.5 0.5 0.1 0.1\n");
        assertThatThrownBy(this::open).hasMessageContaining("'nine 0.5 0.5 0.1 0.1'").hasMessageContaining("yolo's format");

        label("a", "1 0.5 0.5 0.1 1.1\n");
        assertThatThrownBy(() -> LabelledFolder.open(folder, Optional.of(LabelFormat.YOLO))).hasMessageContaining("yolo's format");
    }

    @Test
    void aFolderWithoutPicturesOrLabelsIsNamed() throws IOException {
        Files.delete(folder.resolve("labels"));
        assertThatThrownBy(this::open).hasMessageContaining("has no folders images/ and labels/");

        Files.createDirectory(folder.resolve("labels"));
        Files.delete(folder.resolve("images/a.jpg"));
        Files.delete(folder.resolve("images/b.PNG"));
        assertThatThrownBy(this::open).hasMessageContaining("has no picture");
    }

    private LabelledFolder open() throws IOException {
        return LabelledFolder.open(folder, Optional.empty());
    }

    private void label(String name, String lines) throws IOException {
        Files.writeString(folder.resolve("labels/" + name + ".txt"), lines);
    }
}
