package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.framelot.frame.FrameFault.Reason;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows 1-6 of what hostile images may be: told from the header, no decoder is called. */
class ImageGateTest {
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 10_000_000, 20, false, true);
    private static final ImageLimits WITH_PNG = new ImageLimits(1 << 20, 10_000_000, 20, true, true);
    private static final ImageLimits LENIENT = new ImageLimits(1 << 20, 10_000_000, 20, true, false);

    private static FrameRejectedException rejected(byte[] image, ImageLimits limits) {
        FrameRejectedException rejection = catchThrowableOfType(FrameRejectedException.class, () -> ImageGate.admit(ByteBuffer.wrap(image), limits));
        assertThat(rejection).as("refused").isNotNull();
        return rejection;
    }

    private static Reason reason(byte[] image) {
        return rejected(image, LIMITS).fault().reason();
    }

    @Test
    void aBaselineAndAProgressiveJpegAreReadWhole() throws Exception {
        byte[] baseline = TestImages.jpeg(320, 200);
        assertThat(ImageGate.admit(ByteBuffer.wrap(baseline), LIMITS))
                .isEqualTo(new ImageHeader(ImageHeader.Format.JPEG, 320, 200, 3, 1, baseline.length, false));
        byte[] progressive = TestImages.jpeg(TestImages.scene(64, 48, BufferedImage.TYPE_INT_RGB), true);
        assertThat(ImageGate.admit(ByteBuffer.wrap(progressive), LIMITS).scans()).isGreaterThan(1);
    }

    @Test
    void readsFromPositionToLimitAndLeavesThemAlone() throws Exception {
        byte[] jpeg = TestImages.jpeg(32, 16);
        ByteBuffer inside = ByteBuffer.allocateDirect(jpeg.length + 50).position(20);
        inside.put(jpeg).limit(inside.position()).position(20);
        assertThat(ImageGate.admit(inside, LIMITS).width()).isEqualTo(32);
        assertThat(inside.position()).isEqualTo(20);
    }

    @Test
    void nothingAndTooMuch() {
        assertThat(reason(new byte[0])).isEqualTo(Reason.EMPTY);
        FrameRejectedException large = rejected(new byte[(1 << 20) + 1], LIMITS);
        assertThat(large.fault().reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(large.fault().detail()).contains("1048577").contains("1048576").contains("frame.max-bytes");
    }

    @Test
    void otherFormatsAreNamed() {
        assertThat(rejected(TestImages.text("GIF89a......."), LIMITS).getMessage()).contains("GIF");
        assertThat(rejected(TestImages.text("RIFF....WEBPVP8 "), LIMITS).getMessage()).contains("WebP");
        assertThat(rejected(TestImages.text("%PDF-1.7"), LIMITS).getMessage()).contains("PDF");
        assertThat(rejected(TestImages.png(8, 8), LIMITS).getMessage()).contains("frame.png");
        assertThat(rejected(new byte[] {1, 2, 3}, LIMITS).getMessage()).contains("01 02 03").contains("send JPEG");
        assertThat(reason(TestImages.text("BM......"))).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @Test
    void aJpegCutAtEveryTwentiethIsTruncated() {
        byte[] jpeg = TestImages.noisyJpeg(200, 150, 1);
        for (int i = 1; i < 20; i++) {
            byte[] cut = Arrays.copyOf(jpeg, jpeg.length * i / 20);
            assertThat(reason(cut)).as("cut at " + i * 5 + " %").isEqualTo(Reason.TRUNCATED);
        }
        assertThat(reason(Arrays.copyOf(jpeg, jpeg.length - 1))).as("half an end marker").isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void liesAboutTheSizeAreRefusedFromTheHeader() {
        byte[] jpeg = TestImages.jpeg(32, 32);
        FrameRejectedException bomb = rejected(TestImages.withHeader(jpeg, 65_500, 65_500, 3), LIMITS);
        assertThat(bomb.fault().reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(bomb.fault().detail()).contains("4290250000").contains("10000000").contains("frame.max-pixels");
        assertThat(reason(TestImages.withHeader(jpeg, 0, 0, 3))).isEqualTo(Reason.CORRUPT);
        assertThat(reason(TestImages.withHeader(jpeg, 32, 32, 4))).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        byte[] png = TestImages.png(16, 16);
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        assertThat(rejected(png, WITH_PNG).fault().reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void moreScansThanAllowedAreRefused() {
        byte[] progressive = TestImages.jpeg(TestImages.scene(64, 48, BufferedImage.TYPE_INT_RGB), true);
        FrameRejectedException rejection = rejected(progressive, new ImageLimits(1 << 20, 10_000_000, 3, false, true));
        assertThat(rejection.fault().reason()).isEqualTo(Reason.TOO_MANY_SCANS);
        assertThat(rejection.fault().detail()).contains("frame.max-scans");
    }

    @Test
    void aPngIsReadWhereItIsEnabledAndTruncatedWhereItIsCut() throws Exception {
        byte[] png = TestImages.png(40, 30);
        assertThat(ImageGate.admit(ByteBuffer.wrap(png), WITH_PNG).height()).isEqualTo(30);
        assertThat(rejected(Arrays.copyOf(png, png.length - 3), WITH_PNG).fault().reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(rejected(Arrays.copyOf(png, 20), WITH_PNG).fault().reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void anAnimationIsRefusedBeforeItsFramesTakeMemory() {
        byte[] animated = TestImages.animated(TestImages.png(40, 30), 2);
        assertThat(rejected(animated, WITH_PNG))
                .satisfies(refused -> assertThat(refused.fault().reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT))
                .hasMessageContaining("animated").hasMessageContaining("byte 33");
        assertThat(rejected(animated, LENIENT).fault().reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @Test
    void aRealCmykJpegIsRefusedByItsComponents() {
        FrameRejectedException rejection = rejected(TestImages.cmyk(32, 24), LIMITS);
        assertThat(rejection.fault().reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(rejection.fault().detail()).contains("4 colour components");
    }

    @Test
    void scansAreCountedToTheLimitExactly() throws Exception {
        byte[] progressive = TestImages.jpeg(TestImages.scene(64, 48, BufferedImage.TYPE_INT_RGB), true);
        int scans = ImageGate.admit(ByteBuffer.wrap(progressive), LIMITS).scans();
        byte[] atLimit = TestImages.withLastScanRepeated(progressive, 20 - scans);
        assertThat(ImageGate.admit(ByteBuffer.wrap(atLimit), LIMITS).scans()).isEqualTo(20);
        assertThat(reason(TestImages.withLastScanRepeated(progressive, 21 - scans))).isEqualTo(Reason.TOO_MANY_SCANS);
        assertThat(reason(TestImages.withLastScanRepeated(progressive, 500))).isEqualTo(Reason.TOO_MANY_SCANS);
    }

    @Test
    void scansDoNotHideBehindDamageWhereTheLimitsAreLenient() {
        byte[] many = TestImages.withLastScanRepeated(TestImages.jpeg(TestImages.scene(64, 48, BufferedImage.TYPE_INT_RGB), true), 500);
        byte[] damaged = TestImages.withRestartInFirstScan(many);
        assertThat(reason(damaged)).isEqualTo(Reason.CORRUPT);
        assertThat(rejected(damaged, LENIENT).fault().reason()).isEqualTo(Reason.TOO_MANY_SCANS);
    }

    @Test
    void restartMarkersMustComeInTurnAndAllOfThem() throws Exception {
        assertThat(ImageGate.admit(ByteBuffer.wrap(TestImages.withRestarts(0, 1, 2, 3, 4, 5, 6, 7, 0)), LIMITS).width()).isEqualTo(80);
        byte[] swapped = TestImages.withRestarts(0, 1, 3, 2, 4, 5, 6, 7, 0);
        assertThat(rejected(swapped, LIMITS).fault().detail()).contains("restart marker 3 comes where 2 is due");
        byte[] missing = TestImages.withRestarts(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 80);
        assertThat(rejected(missing, LIMITS).fault().detail()).contains("8 restart markers of 9");
        assertThat(ImageGate.admit(ByteBuffer.wrap(missing), LENIENT).damaged()).isTrue();
    }

    @Test
    void aRestartMarkerWhereNoneIsAnnouncedIsDamage() {
        assertThat(rejected(TestImages.withRestartInFirstScan(TestImages.noisyJpeg(64, 48, 2)), LIMITS).fault().detail()).contains("none is announced");
    }

    @Test
    void lenientLimitsStillRefuseWhatIsCut() {
        byte[] jpeg = TestImages.noisyJpeg(200, 150, 1);
        for (int i = 1; i < 20; i++) {
            assertThat(rejected(Arrays.copyOf(jpeg, jpeg.length * i / 20), LENIENT).fault().reason()).isEqualTo(Reason.TRUNCATED);
        }
    }

    @Test
    void everyChangedByteOfAPngIsFoundAndLenientLimitsNoteIt() throws Exception {
        byte[] png = TestImages.png(40, 30);
        int noted = 0;
        for (int i = 8; i < png.length; i++) {
            byte[] changed = png.clone();
            changed[i] ^= 0x10;
            assertThat(rejected(changed, WITH_PNG).fault().reason()).as("byte " + i).isNotNull();
            try {
                assertThat(ImageGate.admit(ByteBuffer.wrap(changed), LENIENT).damaged()).as("byte " + i).isTrue();
                noted++;
            } catch (FrameRejectedException structural) {
                assertThat(structural.fault().detail()).isNotBlank();
            }
        }
        assertThat(noted).as("damage in pixels is noted").isGreaterThan(png.length / 2);
    }

    @Test
    void mutatedImagesAreAdmittedOrRefusedAndNothingElse() {
        long seed = 41;
        Random random = new Random(seed);
        byte[][] seeds = {
            TestImages.jpeg(40, 30), TestImages.jpeg(TestImages.scene(40, 30, BufferedImage.TYPE_INT_RGB), true), TestImages.png(20, 20)
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] image = seeds[round % seeds.length].clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                image[random.nextInt(image.length)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
            }
            if (random.nextInt(4) == 0) {
                image = Arrays.copyOf(image, random.nextInt(image.length));
            }
            try {
                ImageHeader header = ImageGate.admit(ByteBuffer.wrap(image), round % 2 == 0 ? WITH_PNG : LENIENT);
                assertThat((long) header.width() * header.height()).as("seed " + seed + ", round " + round).isBetween(1L, 10_000_000L);
            } catch (FrameRejectedException expected) {
                assertThat(expected.fault().detail()).as("seed " + seed + ", round " + round).isNotBlank();
            }
        }
    }
}
