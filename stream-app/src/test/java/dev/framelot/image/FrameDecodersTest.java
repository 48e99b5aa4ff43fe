package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.image.FrameDecoders.Library;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
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

    @Test
    void openCvSeesNoDamageThatLeavesTheMarkersWhole() throws Exception {
        try (FrameDecoder decoder = decoder(Library.OPENCV, STRICT, PLANE)) {
            assertThat(decoder.decode(ByteBuffer.wrap(damaged()), slot).corrupt()).as("its documented limit; TurboJPEG refuses this").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void lostPartsAreRefusedAndLenientDecodersMarkThem(Library library) throws Exception {
        byte[] lost = TestImages.withRestarts(new int[] {0, 1, 2, 3}, 64);
        try (FrameDecoder strict = decoder(library, STRICT, PLANE);
                FrameDecoder lenient = decoder(library, LENIENT, PLANE)) {
            FrameRejectedException refused = catchThrowableOfType(FrameRejectedException.class, () -> strict.decode(ByteBuffer.wrap(lost), slot));
            assertThat(refused.fault().reason()).isEqualTo(Reason.CORRUPT);
            assertThat(lenient.decode(ByteBuffer.wrap(lost), slot).corrupt()).isTrue();
            assertThat(lenient.decode(ByteBuffer.wrap(TestImages.withRestarts(0, 1, 2, 3, 4, 5, 6)), slot).corrupt()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void chrominanceMayBeSampledInAnyUsualWay(Library library) throws Exception {
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            for (int[] sampling : new int[][] {{1, 1}, {2, 1}, {1, 2}, {2, 2}}) {
                decoder.decode(ByteBuffer.wrap(TestImages.subsampled(64, 64, sampling[0], sampling[1])), slot);
                String as = sampling[0] + "x" + sampling[1];
                assertThat(channel(1, 1, 0)).as(as).isCloseTo(198, within(12));
                assertThat(channel(1, 1, 2)).as(as).isCloseTo(33, within(12));
                assertThat(channel(62, 62, 2)).as(as).isCloseTo(217, within(12));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void theOrientationOfExifIsIgnored(Library library) throws Exception {
        ByteBuffer upright = ByteBuffer.allocateDirect(PLANE.slotBytes());
        byte[] jpeg = TestImages.jpeg(128, 64);
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            FrameDecoder.Decoded expected = decoder.decode(ByteBuffer.wrap(jpeg), upright);
            for (int orientation = 1; orientation <= 8; orientation++) {
                assertThat(decoder.decode(ByteBuffer.wrap(TestImages.turned(jpeg, orientation)), slot)).isEqualTo(expected);
                assertThat(slot).as("orientation " + orientation).isEqualTo(upright);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void mutatedImagesAreDecodedOrRefusedAndWriteOnlyIntoTheirSlot(Library library) {
        long seed = 43;
        Random random = new Random(seed);
        int guard = 4_096;
        ByteBuffer memory = ByteBuffer.allocateDirect(guard + PLANE.slotBytes() + guard);
        ByteBuffer middle = memory.slice(guard, PLANE.slotBytes());
        byte[][] seeds = {
            TestImages.noisyJpeg(90, 64, 1), TestImages.jpeg(TestImages.scene(64, 64, BufferedImage.TYPE_INT_RGB), true), TestImages.png(80, 30)
        };
        try (FrameDecoder strict = decoder(library, STRICT, PLANE);
                FrameDecoder lenient = decoder(library, LENIENT, PLANE)) {
            for (int round = 0; round < 1_500; round++) {
                byte[] image = seeds[round % seeds.length].clone();
                for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                    image[random.nextInt(image.length)] = (byte) random.nextInt();
                }
                FrameDecoder decoder = random.nextBoolean() ? strict : lenient;
                Throwable thrown = catchThrowable(() -> decoder.decode(ByteBuffer.wrap(image), middle));
                if (thrown != null) {
                    assertThat(thrown).as("seed " + seed + ", round " + round).isInstanceOf(FrameRejectedException.class);
                }
            }
        }
        for (int i = 0; i < guard; i++) {
            assertThat(memory.get(i) | memory.get(guard + PLANE.slotBytes() + i)).as("seed " + seed + ", guard byte " + i).isZero();
        }
    }

    @Test
    void aDamagedPngNeverShowsPixelsOfAnEarlierFrame() throws Exception {
        BufferedImage white = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        BufferedImage dark = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            white.setRGB(i % 64, i / 64, 0xFFFFFF);
            dark.setRGB(i % 64, i / 64, random.nextInt(8));
        }
        byte[] damaged = TestImages.png(dark);
        damaged[damaged.length / 2] ^= 0x55;
        try (FrameDecoder decoder = decoder(Library.OPENCV, LENIENT, PLANE)) {
            for (byte[] image : new byte[][] {damaged, TestImages.withChecksums(damaged)}) {
                decoder.decode(ByteBuffer.wrap(TestImages.png(white)), slot);
                decoder.decode(ByteBuffer.wrap(image), slot);
                for (int i = 0; i < PLANE.slotBytes(); i++) {
                    assertThat(slot.get(i) & 0xFF).as("byte " + i).isLessThan(200);
                }
            }
        }
    }

    @Test
    void aLargePngIsAveragedNotSkipped() throws Exception {
        BufferedImage stripes = new BufferedImage(640, 640, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 640 * 640; i++) {
            stripes.setRGB(i % 640, i / 640, i % 640 % 10 == 0 ? 0xFFFFFF : 0);
        }
        try (FrameDecoder decoder = decoder(Library.OPENCV, STRICT, PLANE)) {
            decoder.decode(ByteBuffer.wrap(TestImages.png(stripes)), slot);
            assertThat(channel(20, 20, 0)).isCloseTo(25, within(2));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, names = {"TURBOJPEG", "OPENCV"})
    void aSlotThatIsTooSmallIsABugAndNothingIsWritten(Library library) {
        try (FrameDecoder decoder = decoder(library, STRICT, PLANE)) {
            ByteBuffer small = ByteBuffer.allocateDirect(PLANE.slotBytes() - 1);
            assertThatIllegalArgumentException().isThrownBy(() -> decoder.decode(ByteBuffer.wrap(TestImages.jpeg(64, 64)), small));
            ByteBuffer heap = ByteBuffer.allocate(PLANE.slotBytes());
            assertThatIllegalArgumentException().isThrownBy(() -> decoder.decode(ByteBuffer.wrap(TestImages.jpeg(64, 64)), heap));
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
