package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks a PNG's chunks (PNG specification, third edition, section 5) without decoding: size, and whether it is whole. */
final class PngStructure {
    static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454E44;
    /** Length, type and checksum of a chunk. */
    private static final int CHUNK_FRAME = 12;

    private PngStructure() {}

    /** @param image position..limit begins with the signature */
    static ImageHeader read(ByteBuffer image, ImageLimits limits) throws FrameRejectedException {
        ByteBuffer bytes = image.slice().order(ByteOrder.BIG_ENDIAN);
        if (bytes.limit() < 8 + CHUNK_FRAME + 13) {
            throw truncated(bytes.limit());
        }
        if (bytes.getInt(12) != IHDR || bytes.getInt(8) != 13) {
            throw new FrameRejectedException(Reason.CORRUPT, "the PNG does not begin with its header chunk");
        }
        int width = bytes.getInt(16);
        int height = bytes.getInt(20);
        if (width <= 0 || height <= 0) {
            throw new FrameRejectedException(Reason.CORRUPT, "the PNG's header says " + width + "x" + height + " pixels");
        }
        PixelLimit.check(width, height, limits);
        long at = 8;
        while (at + CHUNK_FRAME <= bytes.limit()) {
            int length = bytes.getInt((int) at);
            if (length < 0) {
                throw new FrameRejectedException(Reason.CORRUPT, "the PNG is damaged at byte " + at + ": a chunk of negative length");
            }
            int type = bytes.getInt((int) at + 4);
            at += CHUNK_FRAME + (long) length;
            if (type == IEND && at <= bytes.limit()) {
                return new ImageHeader(ImageHeader.Format.PNG, width, height, 0, 0, (int) at);
            }
        }
        throw truncated(bytes.limit());
    }

    private static FrameRejectedException truncated(int size) {
        return new FrameRejectedException(Reason.TRUNCATED, "the PNG ends after " + size + " bytes without its end chunk; was it cut on its way?");
    }
}
