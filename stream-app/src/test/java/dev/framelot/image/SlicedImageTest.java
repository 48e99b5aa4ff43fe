package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.image.FrameDecoders.Library;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** A tile that was cut out must show what the whole image, decoded at once, shows there. */
class SlicedImageTest {
    private static final InputGeometry PLANE = new InputGeometry(64, 64, 114, false);
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 10_000, 20, true, true);
    private static final SliceLimits SLICES = new SliceLimits(5_000, 0, 0.25, 100, 1_000_000, 300, 0);
    private static final int WIDTH = 213;
    private static final int HEIGHT = 150;

    private static FrameDecoder decoder(Library library, ImageLimits limits, InputGeometry plane, SliceLimits slices) {
        assumeThat(library == Library.OPENCV ? null : TurboJpegLibrary.problem())
                .as("TurboJPEG is not installed (Debian: libturbojpeg0): its tests are skipped")
                .isNull();
        return FrameDecoders.open(library, limits, plane, slices).newDecoder();
    }

    private static FrameDecoder decoder() {
        return decoder(TurboJpegLibrary.problem() == null ? Library.TURBOJPEG : Library.OPENCV, LIMITS, PLANE, SLICES);
    }

    /** @param interval of restart markers, MCUs; 0: none */
    private static byte[] jpeg(int type, int across, int down, int interval) {
        BufferedImage image = TestImages.scene(WIDTH, HEIGHT, type);
        Random random = new Random(7);
        for (int i = 0; i < 9_000; i++) {
            image.setRGB(random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt());
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), settings);
            Element root = (Element) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
            Element luminance = (Element) root.getElementsByTagName("componentSpec").item(0);
            luminance.setAttribute("HsamplingFactor", Integer.toString(across));
            luminance.setAttribute("VsamplingFactor", Integer.toString(down));
            if (interval > 0) {
                IIOMetadataNode restarts = new IIOMetadataNode("dri");
                restarts.setAttribute("interval", Integer.toString(interval));
                root.getElementsByTagName("markerSequence").item(0).appendChild(restarts);
            }
            metadata.setFromTree("javax_imageio_jpeg_image_1.0", root);
            writer.write(null, new IIOImage(image, null, metadata), settings);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "TURBOJPEG,5,1,1,0", "TURBOJPEG,5,2,1,0", "TURBOJPEG,5,2,2,0", "TURBOJPEG,5,1,2,0", "TURBOJPEG,10,1,1,0", "TURBOJPEG,10,2,2,0",
        "TURBOJPEG,5,2,2,5", "TURBOJPEG,5,1,1,1", "TURBOJPEG,10,1,1,27", "OPENCV,5,2,2,3", "OPENCV,10,1,1,0"
    })
    void everyTileShowsWhatTheWholeImageShowsThere(Library library, int type, int across, int down, int interval) throws Exception {
        byte[] jpeg = jpeg(type, across, down, interval);
        assertThat(ImageGate.admit(ByteBuffer.wrap(jpeg), new ImageLimits(1 << 20, 1_000_000, 20, false, true)).width()).isEqualTo(WIDTH);
        InputGeometry whole = new InputGeometry(WIDTH, HEIGHT, 0, false);
        ByteBuffer expected = ByteBuffer.allocateDirect(whole.slotBytes());
        ByteBuffer slot = ByteBuffer.allocateDirect(PLANE.slotBytes());
        try (FrameDecoder atOnce = decoder(library, new ImageLimits(1 << 20, 1_000_000, 20, true, true), whole, SliceLimits.OFF);
                FrameDecoder byTile = decoder(library, LIMITS, PLANE, SLICES)) {
            atOnce.decode(ByteBuffer.wrap(jpeg), expected);
            // As Kafka hands it over: somewhere within an array.
            byte[] within = new byte[jpeg.length + 20];
            System.arraycopy(jpeg, 0, within, 9, jpeg.length);
            SlicedImage image = byTile.slice(ByteBuffer.wrap(within, 9, jpeg.length)).orElseThrow();
            assertThat(image.grid().count()).isGreaterThan(8);
            for (int index = 0; index < image.grid().count(); index++) {
                Tile tile = image.grid().tile(index);
                FrameDecoder.Decoded decoded = byTile.decode(image, index, slot);
                assertThat(decoded.letterbox().scaleX()).isEqualTo(1f);
                assertThat(decoded.letterbox().sourceWidth()).isEqualTo(tile.width());
                int padX = decoded.letterbox().padX();
                int padY = decoded.letterbox().padY();
                // Where colour is halved it is smoothed over from its neighbours, which at a tile's own edge are others.
                int edge = across * down == 1 || type == BufferedImage.TYPE_BYTE_GRAY ? 0 : 2;
                for (int y = edge; y < tile.height() - edge; y++) {
                    for (int x = edge; x < tile.width() - edge; x++) {
                        for (int c = 0; c < 3; c++) {
                            int here = slot.get(((y + padY) * 64 + x + padX) * 3 + c) & 0xFF;
                            int there = expected.get(((tile.y() + y) * WIDTH + tile.x() + x) * 3 + c) & 0xFF;
                            if (here != there) {
                                assertThat(here).as("tile %s, %d,%d, channel %d", tile, x, y, c).isEqualTo(there);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void aLargerTileIsScaledToTheModelsInput() throws Exception {
        SliceLimits wide = new SliceLimits(5_000, 128, 0.25, 100, 1_000_000, 300, 0);
        ByteBuffer slot = ByteBuffer.allocateDirect(PLANE.slotBytes());
        try (FrameDecoder decoder = decoder(TurboJpegLibrary.problem() == null ? Library.TURBOJPEG : Library.OPENCV, LIMITS, PLANE, wide)) {
            SlicedImage image = decoder.slice(ByteBuffer.wrap(jpeg(BufferedImage.TYPE_INT_RGB, 2, 2, 0))).orElseThrow();
            assertThat(image.grid().tile(0)).isEqualTo(new Tile(0, 0, 128, 128));
            assertThat(image.sourcePixels()).isEqualTo(2);
            assertThat(decoder.decode(image, 0, slot).letterbox()).isEqualTo(new Letterbox(128, 128, 0.5f, 0.5f, 0, 0));
        }
    }

    @Test
    void smallImagesAndThoseWithinOneTileAreNotCut() throws Exception {
        try (FrameDecoder decoder = decoder()) {
            assertThat(decoder.slice(ByteBuffer.wrap(TestImages.jpeg(50, 100)))).as("5000 pixels").isEmpty();
            assertThat(decoder.slice(ByteBuffer.wrap(TestImages.jpeg(51, 100)))).as("5100 pixels").isPresent();
            assertThat(decoder.slice(ByteBuffer.wrap(TestImages.text("no image")))).as("the decoder says what it is").isEmpty();
        }
        SliceLimits low = new SliceLimits(10, 0, 0.25, 100, 1_000_000, 300, 0);
        try (FrameDecoder decoder = decoder(Library.OPENCV, LIMITS, PLANE, low)) {
            assertThat(decoder.slice(ByteBuffer.wrap(TestImages.jpeg(64, 64)))).isEqualTo(Optional.empty());
        }
    }

    @Test
    void whatCannotBeCutIsRefusedWithItsReason() throws Exception {
        byte[] jpeg = jpeg(BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        try (FrameDecoder decoder = decoder()) {
            assertThat(refusal(decoder, TestImages.withHeader(jpeg, 20_000, 20_000, 3)))
                    .satisfies(refused -> assertThat(refused.fault().reason()).isEqualTo(Reason.TOO_MANY_PIXELS))
                    .hasMessageContaining("slicing.max-pixels");
            assertThat(refusal(decoder, TestImages.withHeader(jpeg, 30_000, 20, 3)))
                    .satisfies(refused -> assertThat(refused.fault().reason()).isEqualTo(Reason.TOO_MANY_PIXELS))
                    .hasMessageContaining("slicing.max-tiles");
        }
    }

    @Test
    void moreDataThanTheHeaderSaysOrLessIsDamage() throws Exception {
        byte[] jpeg = jpeg(BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        try (FrameDecoder decoder = decoder()) {
            assertThat(refusal(decoder, TestImages.withHeader(jpeg, WIDTH, HEIGHT + 80, 3)).fault().reason()).isEqualTo(Reason.CORRUPT);
            assertThat(refusal(decoder, TestImages.withHeader(jpeg, WIDTH, HEIGHT - 20, 3)).fault().reason()).isEqualTo(Reason.CORRUPT);
        }
    }

    /** A bomb: all that is spent on it is the pass over the bytes that it has. */
    @Test
    void aHugeHeaderOverLittleDataIsFoundBeforeAnyTileIsDecoded() throws Exception {
        byte[] bomb = TestImages.withHeader(jpeg(BufferedImage.TYPE_INT_RGB, 2, 2, 0), 16_384, 16_384, 3);
        SliceLimits large = new SliceLimits(5_000, 0, 0.25, 1_000_000, 300_000_000, 300, 0);
        try (FrameDecoder decoder = decoder(Library.OPENCV, LIMITS, PLANE, large)) {
            assertThat(refusal(decoder, bomb).fault().reason()).isEqualTo(Reason.CORRUPT);
        }
    }

    private static FrameRejectedException refusal(FrameDecoder decoder, byte[] image) {
        return catchThrowableOfType(FrameRejectedException.class, () -> decoder.slice(ByteBuffer.wrap(image)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void damageIsRefusedOrDecodedAndNothingElse(long seed) throws Exception {
        Random random = new Random(seed);
        ByteBuffer slot = ByteBuffer.allocateDirect(PLANE.slotBytes());
        int refused = 0;
        try (FrameDecoder decoder = decoder()) {
            for (int i = 0; i < 400; i++) {
                byte[] jpeg = jpegs[random.nextInt(jpegs.length)].clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    jpeg[random.nextInt(jpeg.length)] = (byte) random.nextInt();
                }
                try {
                    Optional<SlicedImage> image = decoder.slice(ByteBuffer.wrap(jpeg));
                    for (int tile = 0; tile < image.map(cut -> cut.grid().count()).orElse(0); tile++) {
                        decoder.decode(image.get(), tile, slot);
                    }
                } catch (FrameRejectedException verdict) {
                    refused++;
                }
            }
        }
        assertThat(refused).isBetween(50, 400);
    }

    private final byte[][] jpegs = {
        jpeg(BufferedImage.TYPE_INT_RGB, 2, 2, 0), jpeg(BufferedImage.TYPE_INT_RGB, 1, 1, 9), jpeg(BufferedImage.TYPE_BYTE_GRAY, 1, 1, 0)
    };
}
