package dev.framelot.image;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
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
    private final SliceLimits slices;
    private final WholeImages whole;

    private FrameDecoders(boolean turbo, ImageLimits limits, InputGeometry input, SliceLimits slices) {
        this.slices = slices;
        this.whole = new WholeImages(slices.wholeBytes(), turbo);
        this.turbo = turbo;
        this.limits = limits;
        this.input = input;
    }

    /** That cut nothing. @throws IllegalStateException as the other */
    public static FrameDecoders open(Library library, ImageLimits limits, InputGeometry input) {
        return open(library, limits, input, SliceLimits.OFF);
    }

    /** @throws IllegalStateException TurboJPEG was asked for and is not there, or OpenCV is needed and is not there */
    public static FrameDecoders open(Library library, ImageLimits limits, InputGeometry input, SliceLimits slices) {
        String problem = library == Library.OPENCV ? "not asked for" : TurboJpegLibrary.problem();
        if (library == Library.TURBOJPEG && problem != null) {
            throw new IllegalStateException("decode.library is turbojpeg, but " + problem
                    + ": install the system's package (Debian: libturbojpeg0), or set decode.library to auto or opencv");
        }
        boolean turbo = problem == null;
        if (!turbo || limits.pngEnabled()) {
            loadOpenCv(turbo ? "frame.png is true" : "decode.library is " + library.name().toLowerCase(Locale.ROOT));
        }
        return new FrameDecoders(turbo, limits, input, slices);
    }

    /** Now, so that what is missing is told at start and not by the first frame that needs it. */
    private static void loadOpenCv(String why) {
        try {
            OpenCvLibrary.load();
        } catch (LinkageError missing) {
            throw new IllegalStateException(why + ", but OpenCV can't be loaded: " + missing.getMessage()
                    + "; are the jars of this platform on the class path?", missing);
        }
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
        private final EntropyWriter tileJpeg = new EntropyWriter();

        GatedDecoder(AdmittedImageDecoder jpeg) {
            this.jpeg = jpeg;
            this.png = turbo ? null : jpeg;
        }

        @Override
        public Decoded decode(ByteBuffer encoded, ByteBuffer slot) throws FrameRejectedException {
            check(slot);
            ImageHeader header = ImageGate.admit(encoded, limits);
            Fit fit = Fit.of(header.width(), header.height(), input);
            return of(header.format()).decode(encoded, header, fit, slot);
        }

        private AdmittedImageDecoder of(ImageHeader.Format format) {
            if (format == ImageHeader.Format.JPEG) {
                return jpeg;
            }
            if (png == null) {
                png = new OpenCvDecoder(input);
            }
            return png;
        }

        @Override
        public Optional<SlicedImage> slice(ByteBuffer encoded) throws FrameRejectedException {
            if (slices.off()) {
                return Optional.empty();
            }
            Optional<ImageSize> size = ImageSize.peek(encoded).filter(large -> large.pixels() > slices.abovePixels());
            return size.isEmpty() ? Optional.empty() : SliceGate.admit(encoded, size.get(), limits, slices, input, whole);
        }

        @Override
        public Decoded decode(SlicedImage image, int index, ByteBuffer slot) throws FrameRejectedException {
            check(slot);
            EncodedTile tile = image.cut(index, tileJpeg);
            return of(tile.header().format()).decode(tile.bytes(), tile.header(), image.fit(image.grid().tile(index), input), slot);
        }

        /** The decoders write into it natively: nothing else would stop them at its end. */
        private void check(ByteBuffer slot) {
            if (!slot.isDirect() || slot.isReadOnly() || slot.limit() < input.slotBytes()) {
                throw new IllegalArgumentException("a slot is a direct buffer of at least " + input.slotBytes() + " bytes, this is " + slot);
            }
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
