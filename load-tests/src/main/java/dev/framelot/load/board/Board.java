package dev.framelot.load.board;

import java.util.List;

/**
 * One drawn board and the truth about it.
 *
 * @param width pixels
 * @param height pixels
 * @param grey row after row, one byte a pixel, 0 black (copper) to 255 white. Handed over without a
 *     copy, for speed: whoever receives a board owns the array, and the simulator keeps no reference
 *     to it
 * @param truth the defects' boxes, unmodifiable
 */
public record Board(int width, int height, byte[] grey, List<Box> truth) {

    /** Checks the raster's size and copies the list of boxes. */
    public Board {
        if (grey.length != width * height) {
            throw new IllegalArgumentException(
                    "raster of " + grey.length + " bytes for " + width + "x" + height + " pixels");
        }
        truth = List.copyOf(truth);
    }
}
