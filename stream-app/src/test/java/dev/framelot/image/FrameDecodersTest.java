package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.image.FrameDecoders.Library;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameDecodersTest {
    private static final InputGeometry PLANE = new InputGeometry(64, 64, 114, false);
    private static final ImageLimits STRICT = new ImageLimits(1 << 20, 50_000_000, 20, true, true);
    private static final ImageLimits LENIENT = new ImageLimits(1 << 20, 50_000_000, 20, true, false);

    private final ByteBuffer slot = ByteBuffer.allocateDirect(PLANE.slotBytes());

    private static FrameDecoder decoder(Library library, ImageLimits limits, InputGeometry plane) {
        assumeThat(library == Library.OPENCV ? null : TurboJpegLibrary.problem())
                .as("TurboJPEG is not installed (Debian: libturbojpeg0): its tests are skipped")
                .isNull();
        return FrameDecoders.open(library, limits, plane).newDecoder();
    }

    private int channel(int x, int y, int c) {
        return slot.get((y * 64 + x) * 3 + c) & 0xFF;
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void fillsThePlaneWithRgbAndLetterboxesTheRest(Library library) throws Exception {
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            FrameDecoder.Decoded decoded = decoder.decode(ByteBuffer.wrap(TestImages.jpeg(256, 128)), slot);
            assertThat(decoded.letterbox()).isEqualTo(new Letterbox(256, 128, 0.25f, 0.25f, 0, 16));
            assertThat(channel(5, 3, 0)).as("padding above").isEqualTo(114);
            assertThat(channel(60, 62, 2)).as("padding below").isEqualTo(114);
            assertThat(channel(2, 17, 0)).as("red in the upper left").isGreaterThan(channel(2, 17, 2) + 60);
            assertThat(channel(62, 46, 2)).as("blue in the lower right").isGreaterThan(channel(62, 46, 0) + 60);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void everyShapeOfImageHasItsResult(Library library) throws Exception {
        int[][] sizes = {{64, 64}, {1, 1}, {8, 4_000}, {4_000, 8}, {63, 65}, {100, 100}, {640, 480}, {33, 20}, {1_280, 720}};
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            for (int[] size : sizes) {
                Letterbox box = decoder.decode(ByteBuffer.wrap(TestImages.jpeg(size[0], size[1])), slot).letterbox();
                assertThat(box.sourceX(box.padX())).as(size[0] + "x" + size[1]).isEqualTo(0);
                assertThat(box.sourceX(box.padX() + 64)).isCloseTo(size[0], within(0.01f));
                assertThat(box.sourceY(box.padY() + 64)).isCloseTo(size[1], within(0.01f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void greyAndProgressiveImagesAreColourPlanes(Library library) throws Exception {
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            decoder.decode(ByteBuffer.wrap(TestImages.jpeg(TestImages.scene(64, 64, BufferedImage.TYPE_BYTE_GRAY), false)), slot);
            assertThat(channel(30, 50, 0)).isEqualTo(channel(30, 50, 2));
            decoder.decode(ByteBuffer.wrap(TestImages.jpeg(TestImages.scene(64, 64, BufferedImage.TYPE_INT_RGB), true)), slot);
            assertThat(channel(1, 1, 0)).isGreaterThan(150);
        }
    }

    @Test
    void bothLibrariesAgree() throws Exception {
        int[][] sizes = {{64, 64}, {256, 128}, {100, 90}, {150, 64}, {40, 40}, {700, 500}};
        ByteBuffer other = ByteBuffer.allocateDirect(PLANE.slotBytes());
        try (FrameDecoder turbo = decoder(Library.TURBOJPEG, STRICT, PLANE);
                FrameDecoder opencv = decoder(Library.OPENCV, STRICT, PLANE)) {
            for (int[] size : sizes) {
                byte[] jpeg = TestImages.jpeg(size[0], size[1]);
                assertThat(turbo.decode(ByteBuffer.wrap(jpeg), slot)).isEqualTo(opencv.decode(ByteBuffer.wrap(jpeg), other));
                long difference = 0;
                for (int i = 0; i < PLANE.slotBytes(); i++) {
                    difference += Math.abs((slot.get(i) & 0xFF) - (other.get(i) & 0xFF));
                }
                assertThat((double) difference / PLANE.slotBytes()).as("mean difference at " + size[0] + "x" + size[1]).isLessThan(1.5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void aTruncatedImageNeverBecomesAPlane(Library library) {
        byte[] jpeg = TestImages.noisyJpeg(200, 150, 3);
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            for (int i = 0; i < 20; i++) {
                byte[] cut = Arrays.copyOf(jpeg, jpeg.length * i / 20);
                assertThat(catchThrowableOfType(FrameRejectedException.class, () -> decoder.decode(ByteBuffer.wrap(cut), slot)))
                        .as("cut at " + i * 5 + " %").isNotNull();
            }
        }
    }

    /** Bytes of the entropy data set to zero: the marker structure stays whole. */
    private static byte[] damaged() {
        byte[] jpeg = TestImages.noisyJpeg(200, 150, 3);
        Arrays.fill(jpeg, jpeg.length / 2, jpeg.length / 2 + 200, (byte) 0);
        return jpeg;
    }

    @Test
    void strictTurboJpegRefusesDamagedDataAndLenientMarksIt() throws Exception {
        try (FrameDecoder strict = decoder(Library.TURBOJPEG, STRICT, PLANE);
                FrameDecoder lenient = decoder(Library.TURBOJPEG, LENIENT, PLANE)) {
            FrameRejectedException refused =
                    catchThrowableOfType(FrameRejectedException.class, () -> strict.decode(ByteBuffer.wrap(damaged()), slot));
            assertThat(refused.fault().reason()).isEqualTo(Reason.CORRUPT);
            assertThat(refused.fault().detail()).contains("decode.strict");
            assertThat(lenient.decode(ByteBuffer.wrap(damaged()), slot).corrupt()).isTrue();
            assertThat(strict.decode(ByteBuffer.wrap(TestImages.jpeg(64, 64)), slot).corrupt()).as("the next frame is fine").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void aPngIsDecodedWhereItIsEnabled(Library library) throws Exception {
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            decoder.decode(ByteBuffer.wrap(TestImages.png(128, 128)), slot);
            assertThat(channel(1, 1, 0)).isGreaterThan(150);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void bgrPlanesSwapTheChannels(Library library) throws Exception {
        try (FrameDecoder decoder = decoder(library, STRICT, new InputGeometry(64, 64, 0, true))) {
            decoder.decode(ByteBuffer.wrap(TestImages.jpeg(64, 64)), slot);
            assertThat(channel(1, 1, 2)).isGreaterThan(channel(1, 1, 0) + 60);
        }
    }
}
