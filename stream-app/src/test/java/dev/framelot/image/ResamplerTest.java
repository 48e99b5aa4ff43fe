package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    /** Where OpenCV has vector code the last bit may depend on the processor: so few pixels may be a grey level off. */
    private static final double MOST_DIFFERENT = 0.002;

    @BeforeAll
    static void load() {
        OpenCvLibrary.load();
    }

    @ParameterizedTest
    @CsvSource({"100, 80, 64, 51", "101, 67, 64, 42", "61, 97, 40, 64", "301, 50, 64, 11", "24, 24, 64, 64", "7, 1, 64, 9", "1, 1, 8, 8", "200, 100, 640, 320"})
    void resizesAsOpenCvDoes(int width, int height, int outWidth, int outHeight) {
        byte[] pixels = new byte[width * height * 3];
        new Random(7).nextBytes(pixels);
        ByteBuffer source = ByteBuffer.allocateDirect(pixels.length).put(0, pixels);
        ByteBuffer ours = ByteBuffer.allocateDirect(outWidth * outHeight * 3);

        new Resampler().resample(source, width, height, ours, 0, outWidth * 3, outWidth, outHeight);

        try (BytePointer bytes = new BytePointer(source);
                Mat image = new Mat(height, width, opencv_core.CV_8UC3, bytes);
                Mat resized = new Mat();
                Size size = new Size(outWidth, outHeight)) {
            opencv_imgproc.resize(image, resized, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            ByteBuffer theirs = resized.createBuffer();
            int different = 0;
            for (int i = 0; i < ours.capacity(); i++) {
                int off = Math.abs((ours.get(i) & 0xFF) - (theirs.get(i) & 0xFF));
                assertThat(off).as("byte %d", i).isLessThanOrEqualTo(1);
                different += off;
            }
            assertThat(different).as("of %d bytes", ours.capacity()).isLessThanOrEqualTo((int) (MOST_DIFFERENT * ours.capacity()));
        }
    }
}
