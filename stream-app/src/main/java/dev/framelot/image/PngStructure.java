package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Walks a PNG's chunks (PNG specification, third edition, section 5) without decoding: size, end, the checksum of each. OpenCV
 * decodes damaged PNGs in part, without a word, so this is where damage is found; not found are pixels that the producer
 * packed wrongly under a right checksum.
 */
final class PngStructure {
    static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454E44;
    /** Announces an animation: OpenCV keeps three whole frames of it, with transparency and 16 bits where it has them, whatever is asked for. */
    private static final int ACTL = 0x6163544C;
    /** Length, type and checksum of a chunk. */
    private static final int CHUNK_FRAME = 12;

    private PngStructure() {}

    /** @param image position..limit begins with the signature */
    static ImageHeader read(ByteBuffer image, ImageLimits limits) throws FrameRejectedException {
        ByteBuffer bytes = image.slice().order(ByteOrder.BIG_ENDIAN);
        int size = bytes.limit();
        if (size < 8 + CHUNK_FRAME + 13) {
            throw truncated(size);
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
        CRC32 checksum = new CRC32();
        boolean damaged = false;
        long at = 8;
        while (at + CHUNK_FRAME <= size) {
            int length = bytes.getInt((int) at);
            if (length < 0) {
                throw new FrameRejectedException(Reason.CORRUPT, "the PNG is damaged at byte " + at + ": a chunk of negative length");
            }
            int begin = (int) at;
            int type = bytes.getInt(begin + 4);
            at += CHUNK_FRAME + (long) length;
            if (at > size) {
                break;
            }
            checksum.reset();
            checksum.update(bytes.limit((int) at - 4).position(begin + 4));
            bytes.clear();
            if ((int) checksum.getValue() != bytes.getInt((int) at - 4)) {
                if (limits.strict() || type == IHDR) {
                    throw new FrameRejectedException(
                            Reason.CORRUPT,
                            "the PNG is damaged between byte " + begin + " and " + at + " of " + size + ": the chunk's checksum does not match");
                }
                damaged = true;
            }
            if (type == ACTL) {
                throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT, "the PNG is animated (a chunk acTL at byte " + begin + "); send each picture as a frame of its own");
            }
            if (type == IEND) {
                return new ImageHeader(ImageHeader.Format.PNG, width, height, 0, 0, (int) at, damaged);
            }
        }
        throw truncated(size);
    }

    /** Of one that was {@link #read}: without colours, with or without transparency. */
    static boolean isGrey(ByteBuffer image) {
        int colourType = image.get(image.position() + 25);
        return colourType == 0 || colourType == 4;
    }

    private static FrameRejectedException truncated(int size) {
        return new FrameRejectedException(Reason.TRUNCATED, "the PNG ends after " + size + " bytes without its end chunk; was it cut on its way?");
    }
}
