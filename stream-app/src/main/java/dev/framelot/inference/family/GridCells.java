package dev.framelot.inference.family;

/** How many cells the grids of a one-stage detector have: the number by which its output is known. */
record GridCells(int width, int height) {
    static final int[] THREE = {8, 16, 32};
    static final int[] FOUR = {8, 16, 32, 64};

    /** Over all of these strides; a side that is no multiple gets one cell more. */
    long over(int... strides) {
        long cells = 0;
        for (int stride : strides) {
            cells += (long) columns(stride) * rows(stride);
        }
        return cells;
    }

    int columns(int stride) {
        return (width + stride - 1) / stride;
    }

    int rows(int stride) {
        return (height + stride - 1) / stride;
    }

    /** The usual three or four grids, with so many boxes a cell. */
    boolean are(long cells, int boxesPerCell) {
        return cells == boxesPerCell * over(THREE) || cells == boxesPerCell * over(FOUR);
    }
}
