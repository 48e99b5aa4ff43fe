package dev.framelot.app;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes an image for viewing, but only after its header has promised a size that is allowed; a large one shrunk, so that it costs no
 * memory of its size.
 *
 * @param shrunk pixels of the original for one of these, each way
 */
record BoundedImage(BufferedImage image, int shrunk) {
    private static final long MOST_SHOWN = 20_000_000;

    /** @throws IOException no image that is known here, damaged, or of more than {@code maxPixels} */
    static BoundedImage read(byte[] compressed, long maxPixels) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(compressed))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("its " + compressed.length + " bytes are no JPEG or PNG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > maxPixels) {
                    throw new IOException("it has " + pixels + " pixels, more than frame.max-pixels and slicing.max-pixels allow, " + maxPixels);
                }
                int shrunk = 1;
                while (pixels / ((long) shrunk * shrunk) > MOST_SHOWN) {
                    shrunk++;
                }
                ImageReadParam each = reader.getDefaultReadParam();
                each.setSourceSubsampling(shrunk, shrunk, 0, 0);
                return new BoundedImage(reader.read(0, each), shrunk);
            } catch (RuntimeException damaged) {
                throw new IOException("it is damaged: " + damaged.getMessage(), damaged);
            } finally {
                reader.dispose();
            }
        }
    }
}
