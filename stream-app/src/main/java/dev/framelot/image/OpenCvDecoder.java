package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * JPEG and PNG by OpenCV, shrinking JPEGs while it decodes. OpenCV decodes damaged entropy data without a word: of such damage
 * only what {@link JpegStructure} sees is found, strict or not; TurboJPEG finds the rest. Its libjpeg and libpng write a line
 * to stderr for each damaged image, which nothing here can stop.
 */
final class OpenCvDecoder implements AdmittedImageDecoder {
    private final InputGeometry input;
    private final NativeScratch compressed = new NativeScratch();
    private final Mat decoded = new Mat();
    private final Mat fitted = new Mat();
    private final Scalar grey;

    OpenCvDecoder(InputGeometry input) {
        this.input = input;
        int value = input.letterboxValue();
        this.grey = new Scalar(value, value, value, 0);
        // One image a worker: OpenCV's own threads would only fight the workers.
        opencv_core.setNumThreads(1);
    }

    @Override
    public FrameDecoder.Decoded decode(ByteBuffer encoded, ImageHeader header, Fit fit, ByteBuffer slot) throws FrameRejectedException {
        int reduction = header.format() == ImageHeader.Format.JPEG ? fit.reduction(header.width(), header.height()) : 1;
        int size = encoded.remaining();
        try (BytePointer bytes = new BytePointer(compressed.holding(encoded));
                Mat source = new Mat(1, size, opencv_core.CV_8UC1, bytes);
                BytePointer pixels = new BytePointer(slot.duplicate().clear());
                Mat plane = new Mat(input.height(), input.width(), opencv_core.CV_8UC3, pixels);
                Rect place = new Rect(fit.left(), fit.top(), fit.width(), fit.height());
                Mat inside = new Mat(plane, place)) {
            if (header.format() == ImageHeader.Format.PNG) {
                // Of a PNG that breaks off OpenCV leaves the remaining rows as they were: with pixels of an earlier frame.
                decoded.create(header.height(), header.width(), opencv_core.CV_8UC3);
                decoded.put(grey);
            }
            decode(source, flags(reduction));
            if (decoded.empty()) {
                throw new FrameRejectedException(
                        Reason.CORRUPT, "OpenCV can't decode the " + header.format() + " of " + header.width() + "x" + header.height() + " pixels, " + size + " bytes");
            }
            if (fit.width() != input.width() || fit.height() != input.height()) {
                plane.put(grey);
            }
            Mat right = decoded;
            if (decoded.cols() != fit.width() || decoded.rows() != fit.height()) {
                try (Size wanted = new Size(fit.width(), fit.height())) {
                    opencv_imgproc.resize(decoded, fitted, wanted, 0, 0, interpolation(fit));
                }
                right = fitted;
            }
            if (input.bgr()) {
                right.copyTo(inside);
            } else {
                opencv_imgproc.cvtColor(right, inside, opencv_imgproc.COLOR_BGR2RGB);
            }
        }
        return new FrameDecoder.Decoded(fit.letterbox(header.width(), header.height()), header.damaged());
    }

    /** A RuntimeException is how JavaCPP passes on OpenCV's own. */
    private void decode(Mat source, int flags) {
        try {
            // What comes back holds the same pixels once more: unclosed, they would outlive an image of another size.
            opencv_imgcodecs.imdecode(source, flags, decoded).close();
        } catch (RuntimeException refusal) {
            decoded.release();
        }
    }

    /** PNGs are not shrunk while decoding: below a half, linear interpolation would skip pixels, which exact input asks for. */
    private int interpolation(Fit fit) {
        boolean skips = !input.exact() && (decoded.cols() > 2 * fit.width() || decoded.rows() > 2 * fit.height());
        return skips ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
    }

    private static int flags(int reduction) {
        int colour = switch (reduction) {
            case 8 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
            case 4 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
            case 2 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
            default -> opencv_imgcodecs.IMREAD_COLOR;
        };
        return colour | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    }

    @Override
    public void close() {
        decoded.close();
        fitted.close();
        grey.close();
    }
}
