package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;

/** The limit of pixels, told from the header so that a bomb costs nothing. */
final class PixelLimit {
    private PixelLimit() {}

    static void check(int width, int height, ImageLimits limits) throws FrameRejectedException {
        long pixels = (long) width * height;
        if (pixels > limits.maxPixels()) {
            throw new FrameRejectedException(
                    Reason.TOO_MANY_PIXELS,
                    "the header says " + width + "x" + height + " = " + pixels + " pixels, the limit is " + limits.maxPixels()
                            + " (frame.max-pixels); send smaller frames or raise the limit");
        }
    }
}
