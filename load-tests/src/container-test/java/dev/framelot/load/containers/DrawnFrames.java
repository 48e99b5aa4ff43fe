package dev.framelot.load.containers;

import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameSource;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small JPEGs of random rectangles for some cameras in turn, without end; the pictures repeat, the identities do not. */
final class DrawnFrames implements FrameSource {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int POOL = 8;

    private final int cameras;
    private final List<byte[]> pictures = new ArrayList<>();
    private long index;

    DrawnFrames(int cameras, long seed) {
        this.cameras = cameras;
        Random random = new Random(seed);
        for (int i = 0; i < POOL; i++) {
            pictures.add(picture(random));
        }
    }

    @Override
    public Optional<EncodedFrame> next(long capturedAtMicros) {
        String camera = "camera-" + index % cameras;
        EncodedFrame frame =
                new EncodedFrame(camera, index / cameras, pictures.get((int) (index % POOL)), capturedAtMicros, Map.of());
        index++;
        return Optional.of(frame);
    }

    private static byte[] picture(Random random) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 20; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillRect(random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(WIDTH / 2), random.nextInt(HEIGHT / 2));
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
