package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;

/**
 * Walks a JPEG's markers (ITU-T T.81, Annex B) from start to end without decoding: size, components, scans, and whether it is whole.
 * Reads each byte at most once and allocates nothing but its answer.
 *
 * <p>Finds in the entropy-coded data: a missing end, a restart marker out of turn, a marker that may not stand there. It does not
 * find damage that leaves the marker structure whole; a strict decoder does.
 */
final class JpegStructure {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int FIRST_LEGAL = 0xC0;

    private final ByteBuffer image;
    private final int start;
    private final int end;
    private final ImageLimits limits;
    private int at;
    private int width;
    private int height;
    private int components;
    private int scans;

    private JpegStructure(ByteBuffer image, ImageLimits limits) {
        this.image = image;
        this.start = image.position();
        this.end = image.limit();
        this.limits = limits;
        this.at = start;
    }

    /** @param image position..limit begins with FF D8 */
    static ImageHeader read(ByteBuffer image, ImageLimits limits) throws FrameRejectedException {
        return new JpegStructure(image, limits).walk();
    }

    private ImageHeader walk() throws FrameRejectedException {
        at = start + 2;
        while (true) {
            int marker = nextMarker();
            if (marker == EOI) {
                break;
            }
            if (marker >= RST0 && marker <= RST7 || marker == SOI || marker < FIRST_LEGAL && marker != 0x01) {
                throw corrupt("marker FF" + hex(marker) + " may not stand here");
            }
            if (marker == 0x01) {
                continue;
            }
            int length = unsignedShort(at);
            if (length < 2) {
                throw corrupt("segment FF" + hex(marker) + " has a length of " + length);
            }
            if (isFrameHeader(marker)) {
                readFrameHeader(marker, length);
            }
            at += length;
            if (marker == SOS) {
                readScan();
            }
        }
        if (scans == 0) {
            throw corrupt("it ends without any image data");
        }
        return new ImageHeader(ImageHeader.Format.JPEG, width, height, components, scans, at - start);
    }

    /** Leaves {@code at} behind the marker. */
    private int nextMarker() throws FrameRejectedException {
        if (unsignedByte(at) != 0xFF) {
            throw corrupt("a marker is expected, " + hex(unsignedByte(at)) + " stands there");
        }
        int marker;
        do {
            at++;
            marker = unsignedByte(at);
        } while (marker == 0xFF);
        at++;
        return marker;
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC;
    }

    private void readFrameHeader(int marker, int length) throws FrameRejectedException {
        if (length < 8) {
            throw corrupt("its frame header has only " + length + " bytes");
        }
        int precision = unsignedByte(at + 2);
        if (marker != 0xC0 && marker != 0xC1 && marker != 0xC2 || precision != 8) {
            throw new FrameRejectedException(
                    Reason.UNSUPPORTED_FORMAT,
                    "the JPEG is of process FF" + hex(marker) + " with " + precision
                            + " bits: only baseline, extended and progressive Huffman coding with 8 bits are decoded; re-encode at the producer");
        }
        if (width != 0 || height != 0) {
            throw corrupt("it has two frame headers");
        }
        height = unsignedShort(at + 3);
        width = unsignedShort(at + 5);
        components = unsignedByte(at + 7);
        if (width == 0 || height == 0) {
            throw new FrameRejectedException(Reason.CORRUPT, "the JPEG's header says " + width + "x" + height + " pixels");
        }
        PixelLimit.check(width, height, limits);
        if (components != 1 && components != 3) {
            throw new FrameRejectedException(
                    Reason.UNSUPPORTED_FORMAT,
                    "the JPEG has " + components + " colour components (CMYK?): only grey and colour are decoded; re-encode at the producer");
        }
    }

    /** The entropy-coded data after a scan header, up to the next marker that is no restart. */
    private void readScan() throws FrameRejectedException {
        if (width == 0) {
            throw corrupt("image data comes before the frame header");
        }
        scans++;
        if (scans > limits.maxScans()) {
            throw new FrameRejectedException(
                    Reason.TOO_MANY_SCANS,
                    "the progressive JPEG has more than " + limits.maxScans() + " scans (frame.max-scans); re-encode at the producer or raise the limit");
        }
        int restart = 0;
        int i = at;
        while (i < end) {
            if (image.get(i) != (byte) 0xFF) {
                i++;
                continue;
            }
            int next = unsignedByte(i + 1);
            if (next == 0x00) {
                i += 2;
            } else if (next == 0xFF) {
                i++;
            } else if (next >= RST0 && next <= RST7) {
                if (next != RST0 + restart) {
                    at = i;
                    throw corrupt("restart marker " + (next - RST0) + " comes where " + restart + " is due");
                }
                restart = (restart + 1) % 8;
                i += 2;
            } else {
                at = i;
                return;
            }
        }
        at = i;
        throw truncated();
    }

    private int unsignedByte(int index) throws FrameRejectedException {
        if (index >= end || index < start) {
            throw truncated();
        }
        return image.get(index) & 0xFF;
    }

    private int unsignedShort(int index) throws FrameRejectedException {
        return unsignedByte(index) << 8 | unsignedByte(index + 1);
    }

    private FrameRejectedException truncated() {
        return new FrameRejectedException(
                Reason.TRUNCATED,
                "the JPEG ends after " + (end - start) + " bytes without its end marker" + (scans == 0 ? ", before any image data" : ", within scan " + scans)
                        + "; was it cut on its way?");
    }

    private FrameRejectedException corrupt(String what) {
        return new FrameRejectedException(Reason.CORRUPT, "the JPEG is damaged at byte " + (at - start) + " of " + (end - start) + ": " + what);
    }

    private static String hex(int value) {
        return String.format("%02X", value);
    }
}
