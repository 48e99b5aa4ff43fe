package dev.framelot.load.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFramesTest {
    @TempDir
    Path folder;

    @Test
    void withoutFfmpegItSaysWhatToInstall() throws IOException {
        Path video = Files.write(folder.resolve("video.mp4"), new byte[10]);
        assertThatThrownBy(() -> new VideoFrames("ffmpeg-is-not-here", video, List.of("left"), 0, false))
                .isInstanceOf(SourceException.class).hasMessageContaining("Install it").hasMessageContaining("--images");
    }

    @Test
    void saysWhenThereIsNoVideo() {
        assertThatThrownBy(() -> new VideoFrames(folder.resolve("none.mp4"), List.of("left"), 0, false)).hasMessageContaining("no readable video");
    }

    @Test
    void showsEveryPictureToEveryCameraAndLoops() throws Exception {
        Path video = folder.resolve("test.mp4");
        assumeTrue(made(video), "ffmpeg is not installed");
        try (VideoFrames once = new VideoFrames(video, List.of("left", "right"), 0, false)) {
            int frames = 0;
            while (once.next(0).isPresent()) {
                frames++;
            }
            assertThat(frames).isEqualTo(2 * 10);
        }
        try (VideoFrames again = new VideoFrames(video, List.of("left"), 0, true)) {
            for (int sequence = 0; sequence < 25; sequence++) {
                assertThat(again.next(0).orElseThrow().sequence()).isEqualTo(sequence);
            }
        }
    }

    private static boolean made(Path video) throws InterruptedException {
        try {
            return new ProcessBuilder("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1", video.toString())
                    .inheritIO().start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
