package dev.framelot.load.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegSplitterTest {

    @Test
    void cutsAStreamIntoTheVeryPicturesThatWereJoined() throws IOException {
        byte[] first = jpeg(1);
        byte[] second = jpeg(2);
        JpegSplitter splitter = new JpegSplitter(new ByteArrayInputStream(join(first, second)), 1 << 20);
        assertThat(splitter.next()).hasValue(first);
        assertThat(splitter.next()).hasValue(second);
        assertThat(splitter.next()).isEmpty();
    }

    @Test
    void isNotFooledByAnEndMarkerInsideAComment() throws IOException {
        byte[] plain = jpeg(3);
        byte[] comment = {(byte) 0xFF, (byte) 0xFE, 0, 6, (byte) 0xFF, (byte) 0xD9, (byte) 0xFF, (byte) 0xD8};
        byte[] commented = join(Arrays.copyOf(plain, 2), comment, Arrays.copyOfRange(plain, 2, plain.length));
        JpegSplitter splitter = new JpegSplitter(new ByteArrayInputStream(join(commented, plain)), 1 << 20);
        assertThat(splitter.next()).hasValue(commented);
        assertThat(splitter.next()).hasValue(plain);
    }

    @Test
    void saysWhereAStreamBrokeOff() throws IOException {
        byte[] half = Arrays.copyOf(jpeg(4), 300);
        assertThatThrownBy(() -> new JpegSplitter(new ByteArrayInputStream(half), 1 << 20).next())
                .isInstanceOf(IOException.class).hasMessageContaining("ended 300 bytes into a picture");
    }

    @Test
    void refusesWhatIsNoJpegOrTooLarge() throws IOException {
        assertThatThrownBy(() -> new JpegSplitter(new ByteArrayInputStream("GIF89a".getBytes("US-ASCII")), 99).next())
                .hasMessageContaining("found 47 49");
        byte[] picture = jpeg(5);
        assertThatThrownBy(() -> new JpegSplitter(new ByteArrayInputStream(picture), 200).next()).hasMessageContaining("limit of 200 bytes");
    }

    private static byte[] jpeg(long seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 48; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
