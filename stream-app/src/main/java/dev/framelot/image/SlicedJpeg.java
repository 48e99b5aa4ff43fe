package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sequential JPEG that is decoded tile by tile. One pass over its entropy-coded data, without decoding a pixel, found where each
 * row of each tile begins and what the DC predictors were there; from then on any tile can be cut out by itself, on any thread.
 *
 * <p>Memory beside the compressed image: 10 to 14 bytes for each row of blocks and column of tiles, 0.7 MB at 16384² in grey.
 * Immutable.
 */
final class SlicedJpeg extends SlicedImage {
    private final JpegLayout layout;
    /** By row of MCUs and column of tiles: {@link EntropyReader#place} where the tile's part of that row begins. */
    private final long[] places;
    /** And the DC predictor of each component there. */
    private final short[] predictors;

    private SlicedJpeg(JpegLayout layout, TileGrid grid, SliceLimits limits, InputGeometry input) throws FrameRejectedException {
        super(grid, limits, input);
        this.layout = layout;
        this.places = new long[layout.unitsDown * grid().columns()];
        this.predictors = new short[places.length * layout.components];
        index();
    }

    /** @throws FrameRejectedException it can't be cut, has more tiles than allowed, or its data is damaged */
    static SlicedJpeg of(JpegLayout layout, SliceLimits limits, InputGeometry input) throws FrameRejectedException {
        return new SlicedJpeg(layout, gridOf(layout.width, layout.height, layout.unitWidth, layout.unitHeight, limits, input), limits, input);
    }

    private void index() throws FrameRejectedException {
        EntropyReader reader = new EntropyReader(layout.bytes, layout.scanStart, layout.end);
        int[] dc = new int[layout.components];
        int[] columnAt = new int[grid().columns() + 1];
        for (int i = 0; i < grid().columns(); i++) {
            columnAt[i] = grid().left(i) / layout.unitWidth;
        }
        columnAt[grid().columns()] = Integer.MAX_VALUE;
        long unit = 0;
        for (int row = 0; row < layout.unitsDown; row++) {
            int column = 0;
            for (int x = 0; x < layout.unitsAcross; x++, unit++) {
                if (x == columnAt[column]) {
                    int entry = row * grid().columns() + column++;
                    places[entry] = reader.place();
                    for (int i = 0; i < dc.length; i++) {
                        predictors[entry * dc.length + i] = (short) dc[i];
                    }
                }
                restartBefore(unit, reader, dc);
                for (int component : layout.componentOfBlock) {
                    passBlock(reader, component, dc);
                }
            }
        }
        if (reader.wholeBytesLeft()) {
            throw corrupt("there is data behind the last block");
        }
    }

    private void restartBefore(long unit, EntropyReader reader, int[] dc) throws FrameRejectedException {
        if (layout.restartInterval > 0 && unit > 0 && unit % layout.restartInterval == 0) {
            if (!reader.passRestart()) {
                throw corrupt("no restart marker stands where one is due");
            }
            Arrays.fill(dc, 0);
        }
    }

    private void passBlock(EntropyReader reader, int component, int[] dc) throws FrameRejectedException {
        readDc(reader, component, dc);
        HuffmanTable table = layout.ac(component);
        int k = 1;
        while (k < 64) {
            int found = table.find(reader.peek16());
            int symbol = found & 0xFF;
            int length = (found >> 8) + (symbol & 15);
            k = behind(k, found, symbol, reader, length);
            reader.pass(length);
        }
    }

    private void readDc(EntropyReader reader, int component, int[] dc) throws FrameRejectedException {
        int found = layout.dc(component).find(reader.peek16());
        int category = found & 0xFF;
        int length = found >> 8;
        if (found == 0 || category > 11 || !reader.has(length + category)) {
            throw corrupt("no DC code, or the data ends");
        }
        reader.pass(length);
        if (category > 0) {
            int bits = reader.peek(category);
            reader.pass(category);
            dc[component] += bits < 1 << category - 1 ? bits - (1 << category) + 1 : bits;
        }
        if (dc[component] < -2_047 || dc[component] > 2_047) {
            throw corrupt("a DC value of " + dc[component]);
        }
    }

    /** The place in its block behind the coefficient (or run of zeros, or end) that a symbol stands for. */
    private static int behind(int k, int found, int symbol, EntropyReader reader, int length) throws FrameRejectedException {
        int next = symbol == 0 ? 64 : k + (symbol >> 4) + 1;
        if (found == 0 || next > 64 || (symbol & 15) > 10 || (symbol & 15) == 0 && symbol != 0 && symbol != 0xF0 || !reader.has(length)) {
            throw corrupt("no AC code, or the data ends");
        }
        return next;
    }

    /** A JPEG of its own: the same coefficients, not decoded and coded again. */
    @Override
    EncodedTile cut(int index, EntropyWriter out) throws FrameRejectedException {
        Tile tile = grid().tile(index);
        out.clear();
        layout.writeHead(tile.width(), tile.height(), out);
        EntropyReader reader = new EntropyReader(layout.bytes, layout.scanStart, layout.end);
        int column = index % grid().columns();
        int firstX = tile.x() / layout.unitWidth;
        int endX = (tile.right() + layout.unitWidth - 1) / layout.unitWidth;
        int endY = (tile.bottom() + layout.unitHeight - 1) / layout.unitHeight;
        int[] dc = new int[layout.components];
        int[] written = new int[layout.components];
        for (int row = tile.y() / layout.unitHeight; row < endY; row++) {
            int entry = row * grid().columns() + column;
            reader.seek(places[entry]);
            for (int i = 0; i < dc.length; i++) {
                dc[i] = predictors[entry * dc.length + i];
            }
            for (int x = firstX; x < endX; x++) {
                restartBefore((long) row * layout.unitsAcross + x, reader, dc);
                for (int component : layout.componentOfBlock) {
                    copyBlock(reader, component, dc, written, out);
                }
            }
        }
        out.align();
        out.rawShort(0xFFD9);
        return new EncodedTile(ByteBuffer.wrap(out.bytes(), 0, out.size()),
                new ImageHeader(ImageHeader.Format.JPEG, tile.width(), tile.height(), layout.components, 1, out.size(), false));
    }

    private void copyBlock(EntropyReader reader, int component, int[] dc, int[] written, EntropyWriter out) throws FrameRejectedException {
        readDc(reader, component, dc);
        writeDc(dc[component] - written[component], out);
        written[component] = dc[component];
        HuffmanTable table = layout.ac(component);
        int k = 1;
        while (k < 64) {
            int found = table.find(reader.peek16());
            int symbol = found & 0xFF;
            int length = (found >> 8) + (symbol & 15);
            k = behind(k, found, symbol, reader, length);
            out.bits(reader.peek(length), length);
            reader.pass(length);
        }
    }

    private static void writeDc(int difference, EntropyWriter out) throws FrameRejectedException {
        int category = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
        if (category > 11) {
            throw corrupt("a DC difference of " + difference);
        }
        out.bits(HuffmanTable.EVERY_DC.code(category), HuffmanTable.EVERY_DC.length(category));
        out.bits((difference < 0 ? difference - 1 : difference) & (1 << category) - 1, category);
    }

    private static FrameRejectedException corrupt(String what) {
        return new FrameRejectedException(Reason.CORRUPT, "the JPEG's entropy-coded data is damaged: " + what);
    }
}
