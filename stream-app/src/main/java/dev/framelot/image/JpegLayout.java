package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables and the one scan of a sequential JPEG, ready for reading it block by block. Read after {@link ImageGate} found the
 * markers whole. Immutable once read.
 */
final class JpegLayout {
    private static final int TABLES = 4;

    private record Segment(int offset, int length) {}

    final byte[] bytes;
    final int start;
    final int end;
    int width;
    int height;
    /** Pixels of an MCU: the grid on which the image can be cut without decoding it. */
    int unitWidth;
    int unitHeight;
    int unitsAcross;
    int unitsDown;
    /** By block of an MCU, the component that it belongs to, in the order of the scan. */
    int[] componentOfBlock;
    int components;
    int restartInterval;
    int scanStart;
    private int frameHeaderAt;
    private int scanHeaderAt;
    private final HuffmanTable[] dcOfComponent = new HuffmanTable[TABLES];
    private final HuffmanTable[] acOfComponent = new HuffmanTable[TABLES];
    private final HuffmanTable[] dc = new HuffmanTable[TABLES];
    private final HuffmanTable[] ac = new HuffmanTable[TABLES];
    /** Quantization tables, and what says how colours are meant. */
    private final List<Segment> copied = new ArrayList<>();

    private JpegLayout(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    static JpegLayout read(ByteBuffer image) throws FrameRejectedException {
        byte[] bytes;
        int start;
        if (image.hasArray()) {
            bytes = image.array();
            start = image.arrayOffset() + image.position();
        } else {
            bytes = new byte[image.remaining()];
            image.duplicate().get(bytes);
            start = 0;
        }
        JpegLayout layout = new JpegLayout(bytes, start, start + image.remaining());
        try {
            layout.readSegments();
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException damaged) {
            throw new FrameRejectedException(Reason.CORRUPT, "the JPEG's tables are damaged: " + damaged.getMessage());
        }
        return layout;
    }

    private void readSegments() throws FrameRejectedException {
        int at = start + 2;
        while (true) {
            while (unsigned(at + 1) == 0xFF) {
                at++;
            }
            int marker = unsigned(at + 1);
            at += 2;
            if (marker == 0x01) {
                continue;
            }
            int length = unsigned(at) << 8 | unsigned(at + 1);
            switch (marker) {
                case 0xC0, 0xC1 -> frameHeaderAt = at;
                case 0xC4 -> readHuffman(at + 2, at + length);
                case 0xDB, 0xE0, 0xEE -> copied.add(new Segment(at - 2, length + 2));
                case 0xDD -> restartInterval = unsigned(at + 2) << 8 | unsigned(at + 3);
                case 0xDA -> {
                    scanHeaderAt = at;
                    scanStart = at + length;
                    readHeaders();
                    return;
                }
                default -> {
                    if (marker == 0xC2) {
                        throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT,
                                "the JPEG is progressive and has a part of its pixels only: send it sequential (baseline), or of at most slicing.above-pixels");
                    }
                }
            }
            at += length;
        }
    }

    private void readHuffman(int from, int to) {
        int at = from;
        while (at < to) {
            int kind = unsigned(at);
            int symbols = 0;
            for (int i = 1; i <= 16; i++) {
                symbols += unsigned(at + i);
            }
            if (kind >> 4 > 1 || (kind & 15) >= TABLES || at + 17 + symbols > to) {
                throw new IllegalArgumentException("a Huffman table reaches past its segment");
            }
            byte[] definition = new byte[16 + symbols];
            System.arraycopy(bytes, at + 1, definition, 0, definition.length);
            (kind >> 4 == 0 ? dc : ac)[kind & 15] = new HuffmanTable(definition);
            at += 17 + symbols;
        }
    }

    private void readHeaders() throws FrameRejectedException {
        height = unsigned(frameHeaderAt + 3) << 8 | unsigned(frameHeaderAt + 4);
        width = unsigned(frameHeaderAt + 5) << 8 | unsigned(frameHeaderAt + 6);
        components = unsigned(frameHeaderAt + 7);
        if (unsigned(scanHeaderAt + 2) != components) {
            throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT,
                    "the JPEG has its colours in scans of their own, so a tile can't be decoded without the whole; send one interleaved scan");
        }
        int mostAcross = 1;
        int mostDown = 1;
        List<Integer> blocks = new ArrayList<>();
        for (int i = 0; i < components; i++) {
            int across = unsigned(frameHeaderAt + 9 + 3 * i) >> 4;
            int down = unsigned(frameHeaderAt + 9 + 3 * i) & 15;
            if (components > 1) {
                mostAcross = Math.max(mostAcross, across);
                mostDown = Math.max(mostDown, down);
            }
            if (unsigned(scanHeaderAt + 3 + 2 * i) != unsigned(frameHeaderAt + 8 + 3 * i)) {
                throw new IllegalArgumentException("the scan has its components in another order than the frame");
            }
            int tables = unsigned(scanHeaderAt + 4 + 2 * i);
            dcOfComponent[i] = defined(dc, tables >> 4);
            acOfComponent[i] = defined(ac, tables & 15);
            // A scan of one component alone is not interleaved: its MCU is one block.
            for (int block = 0; block < (components == 1 ? 1 : across * down); block++) {
                blocks.add(i);
            }
        }
        componentOfBlock = blocks.stream().mapToInt(Integer::intValue).toArray();
        unitWidth = 8 * mostAcross;
        unitHeight = 8 * mostDown;
        unitsAcross = (width + unitWidth - 1) / unitWidth;
        unitsDown = (height + unitHeight - 1) / unitHeight;
    }

    private static HuffmanTable defined(HuffmanTable[] tables, int index) {
        if (index >= TABLES || tables[index] == null) {
            throw new IllegalArgumentException("a scan uses Huffman table " + index + ", which is not defined");
        }
        return tables[index];
    }

    HuffmanTable dc(int component) {
        return dcOfComponent[component];
    }

    HuffmanTable ac(int component) {
        return acOfComponent[component];
    }

    /** All that comes before the entropy-coded data of a JPEG with these tables, of another size; every DC table is {@link HuffmanTable#EVERY_DC}. */
    void writeHead(int tileWidth, int tileHeight, EntropyWriter out) {
        out.rawShort(0xFFD8);
        copied.forEach(segment -> out.raw(bytes, segment.offset(), segment.length()));
        int length = unsigned(frameHeaderAt) << 8 | unsigned(frameHeaderAt + 1);
        out.rawShort(0xFF00 | unsigned(frameHeaderAt - 1));
        out.raw(bytes, frameHeaderAt, 3);
        out.rawShort(tileHeight);
        out.rawShort(tileWidth);
        out.raw(bytes, frameHeaderAt + 7, length - 7);
        for (int i = 0; i < TABLES; i++) {
            if (dc[i] != null) {
                writeTable(i, HuffmanTable.EVERY_DC, out);
            }
            if (ac[i] != null) {
                writeTable(1 << 4 | i, ac[i], out);
            }
        }
        out.rawShort(0xFFDA);
        out.raw(bytes, scanHeaderAt, scanStart - scanHeaderAt);
    }

    private static void writeTable(int kind, HuffmanTable table, EntropyWriter out) {
        byte[] definition = table.definition();
        out.rawShort(0xFFC4);
        out.rawShort(3 + definition.length);
        out.raw(kind);
        out.raw(definition, 0, definition.length);
    }

    private int unsigned(int index) {
        return bytes[index] & 0xFF;
    }
}
