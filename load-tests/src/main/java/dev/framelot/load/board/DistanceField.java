package dev.framelot.load.board;

import java.util.random.RandomGenerator;

/** How far each cell of one material lies from the other material: a 3-4 chamfer distance, in thirds of a pixel. */
final class DistanceField {

    private static final int FAR = 1 << 20;

    private final int width;
    private final int height;
    private final int[] thirds;

    /** Measures copper's depth where {@code copper} is true, else the bare laminate's. */
    DistanceField(Copper raster, boolean copper) {
        width = raster.width;
        height = raster.height;
        thirds = new int[width * height];
        byte inside = copper ? Copper.COPPER : Copper.BARE;
        for (int i = 0; i < thirds.length; i++) {
            thirds[i] = raster.cells[i] == inside ? FAR : 0;
        }
        down();
        up();
    }

    private void down() {
        for (int y = 0; y < height; y++) {
            for (int x = 0, i = y * width; x < width; x++, i++) {
                int v = thirds[i];
                if (v == 0) {
                    continue;
                }
                if (x > 0) {
                    v = Math.min(v, thirds[i - 1] + 3);
                }
                if (y > 0) {
                    v = Math.min(v, thirds[i - width] + 3);
                    if (x > 0) {
                        v = Math.min(v, thirds[i - width - 1] + 4);
                    }
                    if (x < width - 1) {
                        v = Math.min(v, thirds[i - width + 1] + 4);
                    }
                }
                thirds[i] = v;
            }
        }
    }

    private void up() {
        for (int y = height - 1; y >= 0; y--) {
            for (int x = width - 1, i = y * width + x; x >= 0; x--, i--) {
                int v = thirds[i];
                if (v == 0) {
                    continue;
                }
                if (x < width - 1) {
                    v = Math.min(v, thirds[i + 1] + 3);
                }
                if (y < height - 1) {
                    v = Math.min(v, thirds[i + width] + 3);
                    if (x < width - 1) {
                        v = Math.min(v, thirds[i + width + 1] + 4);
                    }
                    if (x > 0) {
                        v = Math.min(v, thirds[i + width - 1] + 4);
                    }
                }
                thirds[i] = v;
            }
        }
    }

    /** Pixels to the nearest cell of the other material; 0 outside the raster and on the other material. */
    double at(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? 0 : thirds[y * width + x] / 3.0;
    }

    /** A cell whose depth lies in the range, or null after {@code tries} throws. */
    Point anywhere(RandomGenerator random, double least, double most, int tries) {
        for (int i = 0; i < tries; i++) {
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            double depth = at(x, y);
            if (depth >= least && depth <= most) {
                return new Point(x, y);
            }
        }
        return null;
    }

    /** A cell on the material's middle line whose depth lies in the range, or null. */
    Point onRidge(RandomGenerator random, double least, double most, int tries) {
        for (int i = 0; i < tries; i++) {
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            if (thirds[y * width + x] == 0) {
                continue;
            }
            for (int step = 0; step < 60; step++) {
                int best = y * width + x;
                int higher = best;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int nx = x + dx;
                        int ny = y + dy;
                        if (nx >= 0 && ny >= 0 && nx < width && ny < height
                                && thirds[ny * width + nx] > thirds[higher]) {
                            higher = ny * width + nx;
                        }
                    }
                }
                if (higher == best) {
                    break;
                }
                x = higher % width;
                y = higher / width;
            }
            double depth = at(x, y);
            if (depth >= least && depth <= most) {
                return new Point(x, y);
            }
        }
        return null;
    }
}
