package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import java.util.List;
import java.util.Optional;

/** Column, row and stride of every cell of a one-stage detector, as a constant of the graph. @param grids how many */
record GridTable(float[] table, long cells, int grids) {
    private static final int[] STRIDES = {8, 16, 32, 64};
    private static final int COLUMNS = 3;

    /** Of the picked cells: column and row [N, k, 2], stride [N, k, 1]. */
    record Cells(String corner, String stride) {}

    /** @return empty where the boxes are not those of three or four grids */
    static Optional<GridTable> of(long boxes, int width, int height) {
        for (int grids = 3; grids <= STRIDES.length; grids++) {
            float[] table = table(grids, width, height);
            if (table.length == boxes * COLUMNS) {
                return Optional.of(new GridTable(table, boxes, grids));
            }
        }
        return Optional.empty();
    }

    Cells of(NodeWriter writer, String picked) {
        String cell = writer.add("Gather", List.of(writer.floats(table, cells, COLUMNS), picked), Attribute.of("axis", 0));
        return new Cells(writer.slice(cell, 2, 0, 2), writer.slice(cell, 2, 2, COLUMNS));
    }

    private static float[] table(int grids, int width, int height) {
        int cells = 0;
        for (int i = 0; i < grids; i++) {
            cells += along(width, STRIDES[i]) * along(height, STRIDES[i]);
        }
        float[] table = new float[cells * COLUMNS];
        int at = 0;
        for (int i = 0; i < grids; i++) {
            for (int y = 0; y < along(height, STRIDES[i]); y++) {
                for (int x = 0; x < along(width, STRIDES[i]); x++) {
                    table[at++] = x;
                    table[at++] = y;
                    table[at++] = STRIDES[i];
                }
            }
        }
        return table;
    }

    private static int along(int side, int stride) {
        return (side + stride - 1) / stride;
    }
}
