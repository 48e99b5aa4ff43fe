package dev.framelot.image;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_core;

/** Makes one decoder a worker, of the library that was asked for or is there. Thread safe. */
public final class FrameDecoders {
    /** AUTO: TurboJPEG where the system has it, else OpenCV. */
    public enum Library {
        AUTO,
        TURBOJPEG,
        OPENCV
    }

    private final boolean turbo;
    private final ImageLimits limits;
    private final InputGeometry input;

    private FrameDecoders(boolean turbo, ImageLimits limits, InputGeometry input) {
        this.turbo = turbo;
        this.limits = limits;
        this.input = input;
    }

    /** @throws IllegalStateException TurboJPEG was asked for and is not there */
    public static FrameDecoders open(Library library, ImageLimits limits, InputGeometry input) {
        String problem = library == Library.OPENCV ? "not asked for" : TurboJpegLibrary.problem();
        if (library == Library.TURBOJPEG && problem != null) {
            throw new IllegalStateException("decode.library is turbojpeg, but " + problem
                    + ": install the system's package (Debian: libturbojpeg0), or set decode.library to auto or opencv");
        }
        return new FrameDecoders(problem == null, limits, input);
    }

    /** What decodes, in words. */
    public String describe() {
        return turbo ? "TurboJPEG (JNA)" : "OpenCV " + opencv_core.CV_VERSION;
    }

    /** For one worker alone. */
    public FrameDecoder newDecoder() {
        AdmittedImageDecoder jpeg = turbo ? new TurboJpegDecoder(input, limits.strict()) : new OpenCvDecoder(input);
        return new GatedDecoder(jpeg);
    }

    private final class GatedDecoder implements FrameDecoder {
        private final AdmittedImageDecoder jpeg;
        /** Made when the first PNG comes, which TurboJPEG does not decode. */
        private AdmittedImageDecoder png;

        GatedDecoder(AdmittedImageDecoder jpeg) {
            this.jpeg = jpeg;
            this.png = turbo ? null : jpeg;
        }

        @Override
        public Decoded decode(ByteBuffer encoded, ByteBuffer slot) throws FrameRejectedException {
            ImageHeader header = ImageGate.admit(encoded, limits);
            if (header.format() == ImageHeader.Format.JPEG) {
                return jpeg.decode(encoded, header, slot);
            }
            if (png == null) {
                png = new OpenCvDecoder(input);
            }
            return png.decode(encoded, header, slot);
        }

        @Override
        public void close() {
            jpeg.close();
            if (png != null && png != jpeg) {
                png.close();
            }
        }
    }
}
