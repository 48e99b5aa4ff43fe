package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Lets an image in that is to be cut into tiles: it may have more pixels than one that is decoded into one slot. Stateless. */
final class SliceGate {
    private SliceGate() {}

    /** Empty: it is no larger than a tile after all. */
    static Optional<SlicedImage> admit(ByteBuffer encoded, ImageSize size, ImageLimits limits, SliceLimits slices, InputGeometry input, WholeImages whole)
            throws FrameRejectedException {
        if (size.pixels() > slices.maxPixels()) {
            throw new FrameRejectedException(Reason.TOO_MANY_PIXELS,
                    "the header says " + size.width() + "x" + size.height() + " = " + size.pixels() + " pixels, the limit of an image that is cut into tiles is "
                            + slices.maxPixels() + " (slicing.max-pixels); send smaller frames or raise the limit");
        }
        int tileWidth = slices.tilePixels() == 0 ? input.width() : slices.tilePixels();
        if (size.width() <= tileWidth && size.height() <= (long) input.height() * tileWidth / input.width()) {
            return Optional.empty();
        }
        ImageHeader header = ImageGate.admit(encoded, new ImageLimits(
                limits.maxBytes(), slices.maxPixels(), limits.maxScans(), limits.pngEnabled(), limits.strict()));
        if (header.format() == ImageHeader.Format.PNG) {
            return Optional.of(whole.cutPng(encoded, header, slices, input));
        }
        return Optional.of(SlicedJpeg.of(JpegLayout.read(header.scans() > 1 ? whole.sequential(encoded, header) : encoded), slices, input));
    }
}
