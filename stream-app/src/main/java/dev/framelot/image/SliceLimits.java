package dev.framelot.image;

/**
 * When an image is cut into tiles, and how far that may go.
 *
 * @param abovePixels images of more pixels are cut; {@link #NEVER}: none is
 * @param tilePixels width of a tile in source pixels, its height follows from the model's input; 0: the input's own width, so that nothing is scaled
 * @param overlap of neighbouring tiles, 0..0.5 of a tile's side; objects up to this size are whole in some tile
 * @param maxTiles of one image; more is refused
 * @param maxPixels of an image that is cut; more is refused from the header. Not {@link ImageLimits#maxPixels}: of what can be read in parts no more than a tile is ever decoded at once
 * @param maxDetections boxes of an image that was cut, all tiles together
 * @param wholeBytes memory for decoding one image that can't be read in parts; 0: such images are refused
 */
public record SliceLimits(long abovePixels, int tilePixels, double overlap, int maxTiles, long maxPixels, int maxDetections, long wholeBytes) {
    public static final long NEVER = Long.MAX_VALUE;
    public static final SliceLimits OFF = new SliceLimits(NEVER, 0, 0, 1, 0, 1, 0);

    public SliceLimits {
        if (overlap < 0 || overlap > 0.5) {
            throw new IllegalArgumentException("overlap is " + overlap + ", must lie in 0..0.5");
        }
    }

    boolean off() {
        return abovePixels == NEVER;
    }
}
