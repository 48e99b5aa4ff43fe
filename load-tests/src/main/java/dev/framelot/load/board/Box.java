package dev.framelot.load.board;

/**
 * Where a drawn defect lies.
 *
 * @param classId index into {@link Defect#values()}, 0..5
 * @param x1 left edge, pixels of the board's raster
 * @param y1 top edge, pixels
 * @param x2 right edge, pixels, exclusive
 * @param y2 bottom edge, pixels, exclusive
 */
public record Box(int classId, float x1, float y1, float x2, float y2) {

    /** Whether the two boxes share any area once each is grown by {@code clearance / 2} pixels. */
    boolean near(Box other, float clearance) {
        return x1 < other.x2 + clearance && other.x1 < x2 + clearance
                && y1 < other.y2 + clearance && other.y1 < y2 + clearance;
    }
}
