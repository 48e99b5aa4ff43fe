package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code slicing.whole-bytes} promises, in a process that cuts four images of just that size at once. {@code -Dframelot.test.whole-mib=256} measures the
 * default instead of a limit that suits a build.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a process's peak is read from /proc")
class WholeImagesMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long LIMIT = Long.getLong("framelot.test.whole-mib", 64) * MIB;
    private static final int WORKERS = 4;
    /** Less than a second image would take. */
    private static final long BESIDE = Math.max(48 * MIB, LIMIT / 4);
    private static final Pattern SAID = Pattern.compile("native (-?\\d+) kept (-?\\d+)");

    @TempDir
    Path folder;

    private record Taken(long nativeBytes, long keptBytes) {}

    /** Blocks of one brightness, some noise. */
    private static BufferedImage grey(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        Random random = new Random(side);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 32 == 0 ? (byte) random.nextInt() : pixels[i - 1];
        }
        return image;
    }

    private Path written(String name, byte[] image) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, image);
    }

    private Taken taken(String how, List<Path> images) throws Exception {
        long heap = Math.max(160, 2 * LIMIT / MIB);
        Path said = folder.resolve("said.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC",
                "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), WholeImagesProcess.class.getName(), how, Long.toString(LIMIT), Integer.toString(WORKERS),
                folder.resolve("small").toString()));
        images.forEach(image -> command.add(image.toString()));
        ProcessBuilder child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        // Else what glibc keeps of freed memory, a heap a thread, is counted too, and differs from run to run.
        child.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = child.start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        Matcher words = SAID.matcher(Files.readString(said));
        assertThat(words.find()).as(Files.readString(said)).isTrue();
        Taken taken = new Taken(Long.parseLong(words.group(1)), Long.parseLong(words.group(2)));
        System.out.printf("WholeImagesMemoryTest: limit %d MiB, %s: native %d MiB at most, kept %d MiB%n", LIMIT / MIB,
                images.stream().map(image -> image.getFileName() + " of " + image.toFile().length() / MIB + " MiB").toList(), taken.nativeBytes() / MIB, taken.keptBytes() / MIB);
        return taken;
    }

    @Test
    void pngsAtTheLimitTakeItOnceHoweverManyWorkersHaveOne() throws Exception {
        byte[] png = TestImages.png(grey((int) Math.sqrt(LIMIT)));
        written("small/a.png", TestImages.png(grey(1_000)));
        Taken taken = taken("cut", List.of(written("grey.png", png)));
        assertThat(taken.nativeBytes()).isBetween(LIMIT * 9 / 10, LIMIT + png.length + BESIDE);
    }

    @Test
    void progressiveJpegsAtTheLimitTakeItOnceHoweverManyWorkersHaveOne() throws Exception {
        assumeThat(TurboJpegLibrary.problem()).as("TurboJPEG is not installed (Debian: libturbojpeg0): only it brings scans together").isNull();
        byte[] jpeg = TestImages.jpeg(grey((int) Math.sqrt(LIMIT / 2)), true);
        written("small/a.jpg", TestImages.jpeg(grey(1_000), true));
        Taken taken = taken("cut", List.of(written("grey.jpg", jpeg)));
        // The library writes into memory that it doubles when it is full: up to three times the result.
        assertThat(taken.nativeBytes()).isBetween(LIMIT * 9 / 10, LIMIT + 4L * jpeg.length + BESIDE);
    }

    /** The same decoder, one frame after the other, each of another size than the last. */
    @Test
    void openCvKeepsNoImageThatItHasDecoded() throws Exception {
        byte[] large = TestImages.png(grey(2_500));
        byte[] larger = TestImages.png(grey(2_600));
        written("small/a.png", TestImages.png(grey(1_000)));
        Taken taken = taken("decode", List.of(written("large.png", large), written("larger.png", larger)));
        // 20 MB a time as colours, before the old one goes.
        assertThat(taken.nativeBytes()).isLessThan(100 * MIB);
    }
}
