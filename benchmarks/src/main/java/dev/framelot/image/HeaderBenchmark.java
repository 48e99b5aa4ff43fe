package dev.framelot.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The gate that each image passes before it is decoded: headers, limits, and where the image ends. In the gate's own package, since the gate is nobody else's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HeaderBenchmark {
    @Param({"jpeg", "png"})
    public String format = "jpeg";

    @Param({"64", "640", "1920"})
    public int side = 640;

    private final ImageLimits limits = new ImageLimits(8 << 20, 40_000_000, 30, true, true);
    private ByteBuffer image;

    /** Shapes over the whole picture, so that its size is that of a picture and not of a plain area. */
    @Setup
    public void draw() throws IOException {
        Random random = new Random(1);
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        for (int i = 0; i < 300; i++) {
            pen.setColor(new Color(random.nextInt(1 << 24)));
            pen.fillOval(random.nextInt(side), random.nextInt(side), 1 + side / 12, 1 + side / 12);
        }
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, format, out);
        image = ByteBuffer.wrap(out.toByteArray());
    }

    @Benchmark
    public Object admit() throws FrameRejectedException {
        return ImageGate.admit(image.duplicate(), limits);
    }
}
