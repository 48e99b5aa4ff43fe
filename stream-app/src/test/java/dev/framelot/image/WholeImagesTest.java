package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.image.FrameDecoders.Library;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Progressive JPEGs and PNGs, cut into tiles: each must show what the whole image, decoded at once, shows there. */
class WholeImagesTest {
    private static final InputGeometry PLANE = new InputGeometry(64, 64, 114, false);
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1_000_000, 20, true, true);
    private static final int WIDTH = 213;
    private static final int HEIGHT = 150;
    private static final long PIXELS = WIDTH * HEIGHT;

    private static SliceLimits slices(long wholeBytes) {
        return new SliceLimits(5_000, 0, 0.25, 100, 1_000_000, 300, wholeBytes);
    }

    private static FrameDecoder decoder(Library library, SliceLimits slices, InputGeometry plane) {
        assumeThat(library == Library.OPENCV ? null : TurboJpegLibrary.problem())
                .as("TurboJPEG is not installed (Debian: libturbojpeg0): its tests are skipped")
                .isNull();
        return FrameDecoders.open(library, LIMITS, plane, slices).newDecoder();
    }

    private static BufferedImage noisy(int type) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        Graphics2D g = image.createGraphics();
        g.drawImage(TestImages.scene(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), 0, 0, null);
        g.dispose();
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            image.setRGB(random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt());
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY})
    void aPngIsCutIntoItsOwnPixels(int type) throws Exception {
        tilesShowTheWhole(Library.OPENCV, TestImages.png(noisy(type)), 0);
    }

    /** Colour is halved by this encoder, and smoothed over from neighbours, which at a tile's own edge are others. */
    @ParameterizedTest
    @CsvSource({"1, 2", "10, 0"})
    void aProgressiveJpegIsCutIntoItsOwnPixels(int type, int edge) throws Exception {
        byte[] jpeg = TestImages.jpeg(noisy(type), true);
        assertThat(ImageGate.admit(ByteBuffer.wrap(jpeg), LIMITS).scans()).as("progressive").isGreaterThan(1);
        tilesShowTheWhole(Library.TURBOJPEG, jpeg, edge);
    }

    private static void tilesShowTheWhole(Library library, byte[] encoded, int edge) throws Exception {
        InputGeometry plane = new InputGeometry(WIDTH, HEIGHT, 0, false);
        ByteBuffer expected = ByteBuffer.allocateDirect(plane.slotBytes());
        ByteBuffer slot = ByteBuffer.allocateDirect(PLANE.slotBytes());
        try (FrameDecoder atOnce = decoder(library, SliceLimits.OFF, plane); FrameDecoder byTile = decoder(library, slices(1 << 20), PLANE)) {
            atOnce.decode(ByteBuffer.wrap(encoded), expected);
            byte[] within = new byte[encoded.length + 20];
            System.arraycopy(encoded, 0, within, 9, encoded.length);
            SlicedImage image = byTile.slice(ByteBuffer.wrap(within, 9, encoded.length)).orElseThrow();
            assertThat(image.grid().count()).isGreaterThan(8);
            // Backwards: any tile can be had at any time.
            for (int index = image.grid().count() - 1; index >= 0; index--) {
                Tile tile = image.grid().tile(index);
                Letterbox box = byTile.decode(image, index, slot).letterbox();
                assertThat(box.sourceWidth()).isEqualTo(tile.width());
                int differing = 0;
                for (int y = edge; y < tile.height() - edge; y++) {
                    for (int x = edge; x < tile.width() - edge; x++) {
                        for (int c = 0; c < 3; c++) {
                            differing += slot.get(((y + box.padY()) * 64 + x + box.padX()) * 3 + c) == expected.get(((tile.y() + y) * WIDTH + tile.x() + x) * 3 + c) ? 0 : 1;
                        }
                    }
                }
                assertThat(differing).as("values of %s that differ", tile).isZero();
            }
        }
    }

    @Test
    void theLimitIsThatOfTheDecodedImage() throws Exception {
        byte[] png = TestImages.png(noisy(BufferedImage.TYPE_INT_RGB));
        byte[] grey = TestImages.png(noisy(BufferedImage.TYPE_BYTE_GRAY));
        try (FrameDecoder exactly = decoder(Library.OPENCV, slices(3 * PIXELS), PLANE); FrameDecoder below = decoder(Library.OPENCV, slices(3 * PIXELS - 1), PLANE)) {
            assertThat(exactly.slice(ByteBuffer.wrap(png))).isPresent();
            assertThat(below.slice(ByteBuffer.wrap(grey))).as("a third").isPresent();
            assertThat(refusal(below, png))
                    .satisfies(refused -> assertThat(refused.fault().reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT))
                    .hasMessageEndingWith(": the PNG of 213x150 pixels is cut into tiles, so it has to be decoded whole first, which takes up to 95850 bytes;"
                            + " the limit is 95849 (slicing.whole-bytes): raise it, or send a sequential JPEG, or a PNG of fewer pixels");
        }
        byte[] jpeg = TestImages.jpeg(noisy(BufferedImage.TYPE_INT_RGB), true);
        try (FrameDecoder exactly = decoder(Library.TURBOJPEG, slices(6 * PIXELS), PLANE); FrameDecoder below = decoder(Library.TURBOJPEG, slices(6 * PIXELS - 1), PLANE)) {
            assertThat(exactly.slice(ByteBuffer.wrap(jpeg))).isPresent();
            assertThat(refusal(below, jpeg)).hasMessageContaining("slicing.whole-bytes").hasMessageContaining("send it sequential (baseline)");
        }
    }

    @Test
    void withoutTurboJpegAProgressiveJpegIsRefusedWithTheRemedy() throws Exception {
        try (FrameDecoder decoder = decoder(Library.OPENCV, slices(1 << 20), PLANE)) {
            assertThat(refusal(decoder, TestImages.jpeg(noisy(BufferedImage.TYPE_INT_RGB), true)))
                    .satisfies(refused -> assertThat(refused.fault().reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT))
                    .hasMessageContaining("progressive").hasMessageContaining("decode.library");
        }
    }

    /** Repeated farther apart than a tile is wide: the PNG has it once, the tiles would have it each. */
    @Test
    void aPngThatWouldBecomeManyTimesLargerIsRefused() throws Exception {
        BufferedImage image = new BufferedImage(900, 900, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        int[] row = random.ints(900).toArray();
        for (int y = 0; y < 900; y++) {
            image.setRGB(0, y, 900, 1, row, 0, 900);
        }
        byte[] png = TestImages.png(image);
        assertThat(png.length).as("rows are the same").isLessThan(20_000);
        SliceLimits limits = new SliceLimits(5_000, 0, 0.25, 1_000, 1_000_000, 300, 1L << 30);
        try (FrameDecoder decoder = decoder(Library.OPENCV, limits, PLANE)) {
            assertThat(refusal(decoder, png))
                    .satisfies(refused -> assertThat(refused.fault().reason()).isEqualTo(Reason.TOO_LARGE))
                    .hasMessageContaining("tiles have").hasMessageContaining("send a sequential JPEG");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void damageIsRefusedOrDecodedAndNothingElse(long seed) throws Exception {
        Random random = new Random(seed);
        ByteBuffer slot = ByteBuffer.allocateDirect(PLANE.slotBytes());
        byte[][] whole = {TestImages.jpeg(noisy(BufferedImage.TYPE_INT_RGB), true), TestImages.jpeg(noisy(BufferedImage.TYPE_BYTE_GRAY), true), TestImages.png(noisy(BufferedImage.TYPE_INT_RGB))};
        int refused = 0;
        try (FrameDecoder decoder = decoder(TurboJpegLibrary.problem() == null ? Library.TURBOJPEG : Library.OPENCV, slices(1 << 20), PLANE)) {
            for (int i = 0; i < 200; i++) {
                byte[] damaged = whole[i % whole.length].clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                // Every other PNG has its checksums mended, so that the decoder itself meets the damage.
                byte[] sent = i % 6 == 2 ? mended(damaged) : damaged;
                try {
                    SlicedImage image = decoder.slice(ByteBuffer.wrap(sent)).orElse(null);
                    for (int tile = 0; image != null && tile < image.grid().count(); tile++) {
                        decoder.decode(image, tile, slot);
                    }
                } catch (FrameRejectedException verdict) {
                    refused++;
                }
            }
        }
        assertThat(refused).isBetween(30, 200);
    }

    private static byte[] mended(byte[] png) {
        try {
            return TestImages.withChecksums(png);
        } catch (IndexOutOfBoundsException unreadable) {
            return png;
        }
    }

    @Test
    void javaCppSetsNoLimitOfItsOwnByTheHeap() {
        FrameDecoders.open(Library.OPENCV, LIMITS, PLANE);
        assertThat(Pointer.maxPhysicalBytes()).as("else OpenCV fails in a process of more than four heaps, as with a GPU").isZero();
    }

    private static FrameRejectedException refusal(FrameDecoder decoder, byte[] image) {
        return catchThrowableOfType(FrameRejectedException.class, () -> decoder.slice(ByteBuffer.wrap(image)));
    }
}
