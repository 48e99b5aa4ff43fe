package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;

/**
 * Walks a JPEG's markers (ITU-T T.81, Annex B) from start to end without decoding: size, components, scans, and whether it is whole.
 * Reads each byte at most twice and allocates next to nothing.
 *
 * <p>Finds in the entropy-coded data: a missing end, a restart marker out of turn, too few of them, one where none is due, a marker
 * that may not stand there. It does not find damage that leaves the marker structure whole, which is most; a strict decoder
 * finds more.
 *
 * <p>Lenient limits: damage behind the first scan header, in an image that ends with its end marker, is noted, not refused.
 */
final class JpegStructure {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int DRI = 0xDD;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int FIRST_LEGAL = 0xC0;
    private static final int BLOCK = 8;
    private static final int MOST_COMPONENTS = 3;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final ByteBuffer image;
    private final int start;
    private final int end;
    private final ImageLimits limits;
    private int at;
    private int width;
    private int height;
    private int components;
    private int scans;
    /** MCUs from one restart marker to the next; 0: there are none. */
    private int restartInterval;
    private final int[] componentIds = new int[MOST_COMPONENTS];
    private final int[] acrossSampling = new int[MOST_COMPONENTS];
    private final int[] downSampling = new int[MOST_COMPONENTS];

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
        boolean damaged = false;
        try {
            readSegments();
        } catch (FrameRejectedException fault) {
            if (limits.strict() || scans == 0 || fault.fault().reason() != Reason.CORRUPT || !endsWithEndMarker()) {
                throw fault;
            }
            damaged = true;
            countScansBehindDamage();
            at = end;
        }
        return new ImageHeader(ImageHeader.Format.JPEG, width, height, components, scans, at - start, damaged);
    }

    private void readSegments() throws FrameRejectedException {
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
            if (marker == DRI) {
                restartInterval = unsignedShort(at + 2);
            }
            if (marker == SOS) {
                long restarts = restartsDue(length);
                at += length;
                readScan(restarts);
            } else {
                at += length;
            }
        }
        if (scans == 0) {
            throw corrupt("it ends without any image data");
        }
    }

    private boolean endsWithEndMarker() {
        return end - start >= 4 && image.get(end - 2) == (byte) 0xFF && (image.get(end - 1) & 0xFF) == EOI;
    }

    /** Behind damage the structure is unknown, so whatever looks like a scan header counts: no decoder can find more. */
    private void countScansBehindDamage() throws FrameRejectedException {
        for (int i = nextFF(Math.min(at, end)); i < end - 1; i = nextFF(i + 1)) {
            if ((image.get(i + 1) & 0xFF) == SOS) {
                countScan();
            }
        }
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
        if (length != 8 + 3 * components) {
            throw corrupt("its frame header has " + length + " bytes for " + components + " components");
        }
        for (int i = 0; i < components; i++) {
            componentIds[i] = unsignedByte(at + 8 + 3 * i);
            int sampling = unsignedByte(at + 9 + 3 * i);
            acrossSampling[i] = sampling >> 4;
            downSampling[i] = sampling & 0x0F;
            if (acrossSampling[i] < 1 || acrossSampling[i] > 4 || downSampling[i] < 1 || downSampling[i] > 4) {
                throw corrupt("component " + i + " has a sampling of " + acrossSampling[i] + "x" + downSampling[i]);
            }
        }
    }

    /** Restart markers that a whole scan has, from its header at {@code at}. */
    private long restartsDue(int length) throws FrameRejectedException {
        if (width == 0) {
            throw corrupt("image data comes before the frame header");
        }
        int inScan = unsignedByte(at + 2);
        if (inScan < 1 || inScan > components || length != 6 + 2 * inScan) {
            throw corrupt("a scan header has " + length + " bytes for " + inScan + " of " + components + " components");
        }
        int mostAcross = 1;
        int mostDown = 1;
        for (int i = 0; i < components; i++) {
            mostAcross = Math.max(mostAcross, acrossSampling[i]);
            mostDown = Math.max(mostDown, downSampling[i]);
        }
        // A scan of one component alone is not interleaved: its MCU is one block, of the component's own size.
        int across = inScan > 1 ? 1 : acrossSampling[indexOf(unsignedByte(at + 3))];
        int down = inScan > 1 ? 1 : downSampling[indexOf(unsignedByte(at + 3))];
        long columns = inScan > 1 ? ceil(width, BLOCK * mostAcross) : ceil(ceil(width * across, mostAcross), BLOCK);
        long rows = inScan > 1 ? ceil(height, BLOCK * mostDown) : ceil(ceil(height * down, mostDown), BLOCK);
        return restartInterval == 0 ? 0 : (columns * rows - 1) / restartInterval;
    }

    private int indexOf(int componentId) throws FrameRejectedException {
        for (int i = 0; i < components; i++) {
            if (componentIds[i] == componentId) {
                return i;
            }
        }
        throw corrupt("a scan is of component " + componentId + ", which the frame header does not have");
    }

    private static int ceil(int value, int unit) {
        return (value + unit - 1) / unit;
    }

    private void countScan() throws FrameRejectedException {
        scans++;
        if (scans > limits.maxScans()) {
            throw new FrameRejectedException(
                    Reason.TOO_MANY_SCANS,
                    "the JPEG has more than " + limits.maxScans() + " scans (frame.max-scans); re-encode at the producer or raise the limit");
        }
    }

    /** The entropy-coded data after a scan header, up to the next marker that is no restart. */
    private void readScan(long restartsDue) throws FrameRejectedException {
        countScan();
        long restarts = 0;
        int i = at;
        while (true) {
            i = nextFF(i);
            if (i >= end) {
                break;
            }
            int next = unsignedByte(i + 1);
            if (next == 0x00) {
                i += 2;
            } else if (next == 0xFF) {
                i++;
            } else if (next >= RST0 && next <= RST7) {
                at = i;
                if (restartInterval == 0) {
                    throw corrupt("a restart marker where none is announced");
                }
                if (next != RST0 + restarts % 8) {
                    throw corrupt("restart marker " + (next - RST0) + " comes where " + restarts % 8 + " is due");
                }
                restarts++;
                i += 2;
            } else {
                at = i;
                if (restarts < restartsDue) {
                    throw corrupt("scan " + scans + " has " + restarts + " restart markers of " + restartsDue + ": some of its data is missing");
                }
                return;
            }
        }
        at = end;
        throw truncated();
    }

    /** Index of the next FF byte, or the end: eight bytes at a time, as there is one in 256. */
    private int nextFF(int from) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long zeroWhereFF = ~image.getLong(i);
            if ((zeroWhereFF - LOW_BITS & ~zeroWhereFF & HIGH_BITS) != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < end && image.get(i) != (byte) 0xFF) {
            i++;
        }
        return i;
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
        if (scans > 0 && endsWithEndMarker()) {
            return corrupt("behind scan " + scans + " a segment reaches past the end, though the end marker is there");
        }
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
