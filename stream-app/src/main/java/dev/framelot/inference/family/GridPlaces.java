package dev.framelot.inference.family;

/** For each row of a grid detector's output: which cell it is of. Rows run grid after grid, in each from left to right and down. */
final class GridPlaces {
    private final short[] columns;
    private final short[] rows;
    private final short[] strides;

    GridPlaces(GridCells grid, int[] ofStrides) {
        int cells = Math.toIntExact(grid.over(ofStrides));
        columns = new short[cells];
        rows = new short[cells];
        strides = new short[cells];
        int at = 0;
        for (int stride : ofStrides) {
            for (int y = 0; y < grid.rows(stride); y++) {
                for (int x = 0; x < grid.columns(stride); x++) {
                    columns[at] = (short) x;
                    rows[at] = (short) y;
                    strides[at++] = (short) stride;
                }
            }
        }
    }

    int column(int index) {
        return columns[index];
    }

    int row(int index) {
        return rows[index];
    }

    int stride(int index) {
        return strides[index];
    }
}
