package dev.framelot.load.run;

import dev.framelot.load.board.BoardLine;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.load.workload.Workload.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** The JPEGs that frames carry, drawn before the first is sent. */
final class PictureSet {
    private static final int BOARDS = 24;
    private static final int LARGE = 3;
    private static final int LARGE_WIDTH = 4_000;
    private static final int LARGE_HEIGHT = 3_000;

    private PictureSet() {}

    static List<byte[]> of(Pictures pictures, long seed) {
        return switch (pictures) {
            case TINY -> List.of(TinyFrames.jpeg());
            case BOARDS -> {
                BoardLine line = BoardLine.of(BOARDS, seed, BoardOptions.demo());
                yield IntStream.range(0, line.size()).mapToObj(i -> line.at(i).jpeg()).toList();
            }
            case LARGE -> large(seed);
        };
    }

    /** Ellipses and noise, so that the files have the megabytes that such pictures have. */
    private static List<byte[]> large(long seed) {
        Random random = new Random(seed);
        List<byte[]> jpegs = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            BufferedImage image = new BufferedImage(LARGE_WIDTH, LARGE_HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            for (int shape = 0; shape < 400; shape++) {
                pen.setColor(new Color(random.nextInt(1 << 24)));
                pen.fillOval(random.nextInt(LARGE_WIDTH), random.nextInt(LARGE_HEIGHT), 20 + random.nextInt(400), 20 + random.nextInt(400));
            }
            pen.dispose();
            for (int y = 0; y < LARGE_HEIGHT; y += 2) {
                for (int x = y % 4; x < LARGE_WIDTH; x += 4) {
                    image.setRGB(x, y, image.getRGB(x, y) ^ (random.nextInt(32) * 0x010101));
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "jpeg", out);
            } catch (IOException impossible) {
                throw new UncheckedIOException("Encoding in memory", impossible);
            }
            jpegs.add(out.toByteArray());
        }
        return List.copyOf(jpegs);
    }
}
