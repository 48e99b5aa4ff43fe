package dev.framelot.inference.onnx;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** The pictures of {@code src/test/models/golden.py}, pixel for pixel. */
final class DrawnImage {
    private DrawnImage() {}

    static byte[] png(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, wave(x + 2 * y, 37) << 16 | wave(3 * x - y + 400, 53) << 8 | wave(x * y / 16, 29));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static int wave(int value, int period) {
        return Math.abs(value % (2 * period) - period) * 255 / period;
    }
}
