package dev.framelot.image;

import java.nio.ByteBuffer;

/** An image that was decoded whole once, held as one small PNG for each tile. */
final class SlicedPng extends SlicedImage {
    private final byte[][] tiles;

    /** @param tiles PNGs, in the order of the grid */
    SlicedPng(TileGrid grid, byte[][] tiles, SliceLimits limits, InputGeometry input) {
        super(grid, limits, input);
        this.tiles = tiles;
    }

    @Override
    EncodedTile cut(int index, EntropyWriter scratch) {
        Tile tile = grid().tile(index);
        return new EncodedTile(ByteBuffer.wrap(tiles[index]), new ImageHeader(ImageHeader.Format.PNG, tile.width(), tile.height(), 0, 0, tiles[index].length, false));
    }
}
