package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;

/** An image of which any tile can be had by itself, in any order, on any thread, any number of times. Immutable. */
public abstract sealed class SlicedImage permits SlicedJpeg, SlicedPng {
    private final TileGrid grid;
    private final double scale;
    private final int maxDetections;

    SlicedImage(TileGrid grid, SliceLimits limits, InputGeometry input) {
        this.grid = grid;
        this.scale = (double) input.width() / tileWidth(limits, input);
        this.maxDetections = limits.maxDetections();
    }

    private static int tileWidth(SliceLimits limits, InputGeometry input) {
        return limits.tilePixels() == 0 ? input.width() : limits.tilePixels();
    }

    /**
     * @param unitWidth pixels of the blocks on whose grid tiles have to begin @param unitHeight likewise
     * @throws FrameRejectedException tiles are smaller than a block, or more than allowed
     */
    static TileGrid gridOf(int width, int height, int unitWidth, int unitHeight, SliceLimits limits, InputGeometry input) throws FrameRejectedException {
        int tileWidth = tileWidth(limits, input);
        int tileHeight = (int) (input.height() / ((double) input.width() / tileWidth));
        if (tileWidth < unitWidth || tileHeight < unitHeight) {
            throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT, "tiles of " + tileWidth + "x" + tileHeight + " pixels are smaller than the blocks of "
                    + unitWidth + "x" + unitHeight + " in which the image is coded; make tiles larger (slicing.tile-pixels)");
        }
        TileGrid grid = TileGrid.of(width, height, tileWidth, tileHeight, limits.overlap(), unitWidth, unitHeight);
        if (grid.count() > limits.maxTiles()) {
            throw new FrameRejectedException(Reason.TOO_MANY_PIXELS,
                    "the image of " + width + "x" + height + " pixels makes " + grid.columns() + "x" + grid.rows() + " = " + grid.count()
                            + " tiles of " + tileWidth + "x" + tileHeight + ", the limit is " + limits.maxTiles()
                            + " (slicing.max-tiles); raise it, or make tiles larger (slicing.tile-pixels)");
        }
        return grid;
    }

    public TileGrid grid() {
        return grid;
    }

    /** Source pixels of one pixel of the model's input. */
    public double sourcePixels() {
        return 1 / scale;
    }

    /** Boxes that the image may have. */
    public int maxDetections() {
        return maxDetections;
    }

    /** Where a tile goes in the model's plane: all at the same scale, whatever a tile at the edge lacks. */
    Fit fit(Tile tile, InputGeometry input) {
        return Fit.scaled(tile.width(), tile.height(), scale, input);
    }

    /** A tile as an image of its own, of the same pixels. @param scratch the worker's own, where the tile may be written */
    abstract EncodedTile cut(int index, EntropyWriter scratch) throws FrameRejectedException;
}
