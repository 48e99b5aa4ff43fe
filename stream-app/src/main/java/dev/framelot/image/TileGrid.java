package dev.framelot.image;

/**
 * Where an image is cut: rows and columns of tiles that cover it, neighbours overlapping by at least what was asked for. The
 * tiles are spread evenly, so that what is left over becomes more overlap. Starts lie on the grid of blocks in which the image is
 * coded; a tile at the right or bottom edge may be smaller by less than a block.
 *
 * <p>Tiles are numbered row by row. Immutable.
 */
public final class TileGrid {
    private final int imageWidth;
    private final int imageHeight;
    private final int tileWidth;
    private final int tileHeight;
    private final int[] lefts;
    private final int[] tops;

    private TileGrid(int imageWidth, int imageHeight, int tileWidth, int tileHeight, int[] lefts, int[] tops) {
        this.imageWidth = imageWidth;
        this.imageHeight = imageHeight;
        this.tileWidth = tileWidth;
        this.tileHeight = tileHeight;
        this.lefts = lefts;
        this.tops = tops;
    }

    /**
     * @param overlap 0..0.5 of a tile's side
     * @param unitWidth pixels of a block of the coded image @param unitHeight pixels
     */
    static TileGrid of(int imageWidth, int imageHeight, int tileWidth, int tileHeight, double overlap, int unitWidth, int unitHeight) {
        return new TileGrid(imageWidth, imageHeight, tileWidth, tileHeight, starts(imageWidth, tileWidth, overlap, unitWidth),
                starts(imageHeight, tileHeight, overlap, unitHeight));
    }

    private static int[] starts(int length, int tile, double overlap, int unit) {
        if (length <= tile) {
            return new int[1];
        }
        int step = Math.max(1, (int) (tile * (1 - overlap)) / unit) * unit;
        if (step > tile) {
            throw new IllegalArgumentException("A tile of " + tile + " pixels is smaller than a block of " + unit);
        }
        int rest = length - tile;
        int count = 1 + (rest + step - 1) / step;
        int[] starts = new int[count];
        for (int i = 1; i < count; i++) {
            // Rounded up each time: neighbouring starts are then never more than one step apart, and the last tile reaches the edge.
            long even = ((long) i * rest + count - 2) / (count - 1);
            starts[i] = (int) ((even + unit - 1) / unit) * unit;
        }
        return starts;
    }

    public int count() {
        return lefts.length * tops.length;
    }

    public int columns() {
        return lefts.length;
    }

    public int rows() {
        return tops.length;
    }

    public int imageWidth() {
        return imageWidth;
    }

    public int imageHeight() {
        return imageHeight;
    }

    /** Of a tile that does not lie at the right edge. */
    int tileWidth() {
        return tileWidth;
    }

    int tileHeight() {
        return tileHeight;
    }

    int left(int column) {
        return lefts[column];
    }

    public Tile tile(int index) {
        int x = lefts[index % lefts.length];
        int y = tops[index / lefts.length];
        return new Tile(x, y, Math.min(tileWidth, imageWidth - x), Math.min(tileHeight, imageHeight - y));
    }
}
