package dev.framelot.config;

import java.util.OptionalLong;

/**
 * Large frames, cut into tiles.
 *
 * @param abovePixels empty: none is cut
 * @param tilePixels width in source pixels; 0: the model's input
 * @param overlap of neighbouring tiles, 0..0.5 of a side
 * @param wholeBytes memory for decoding one image that can't be read in parts; 0: such images are refused
 */
public record SlicingSettings(OptionalLong abovePixels, int tilePixels, double overlap, int maxTiles, long maxPixels, long wholeBytes) {
    public static final SlicingSettings OFF = new SlicingSettings(OptionalLong.empty(), 0, 0.2, 2_048, 300_000_000, 256L << 20);
}
