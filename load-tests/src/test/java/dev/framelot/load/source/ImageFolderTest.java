package dev.framelot.load.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    @Test
    void everyCameraSeesEveryImageInTheOrderOfNames() throws IOException {
        write("b.png", 2);
        write("a.JPG", 1);
        write("notes.txt", 9);
        ImageFolder source = new ImageFolder(folder, List.of("left", "right"), false);
        assertThat(List.of(source.next(10).orElseThrow(), source.next(20).orElseThrow(), source.next(30).orElseThrow(), source.next(40).orElseThrow()))
                .extracting(EncodedFrame::frameId, frame -> frame.image()[0], EncodedFrame::capturedAtMicros)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("left-0000000000", (byte) 1, 10L),
                        org.assertj.core.groups.Tuple.tuple("right-0000000000", (byte) 1, 20L),
                        org.assertj.core.groups.Tuple.tuple("left-0000000001", (byte) 2, 30L),
                        org.assertj.core.groups.Tuple.tuple("right-0000000001", (byte) 2, 40L));
        assertThat(source.next(50)).isEmpty();
    }

    @Test
    void oneImageLoopsForEver() throws IOException {
        ImageFolder source = new ImageFolder(write("one.jpg", 1), List.of("left"), true);
        for (int sequence = 0; sequence < 5; sequence++) {
            assertThat(source.next(0).orElseThrow().sequence()).isEqualTo(sequence);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new ImageFolder(folder, List.of("left"), false)).hasMessageContaining("holds no .jpg");
        assertThatThrownBy(() -> new ImageFolder(folder.resolve("nowhere"), List.of("left"), false)).hasMessageContaining("no image or folder");
        assertThatThrownBy(() -> new ImageFolder(folder, List.of(), false)).hasMessageContaining("at least one camera");
    }

    private Path write(String name, int content) throws IOException {
        return Files.write(folder.resolve(name), new byte[] {(byte) content});
    }
}
