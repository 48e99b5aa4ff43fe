package dev.framelot.load.board;

/** A place on the board, pixels. */
record Point(double x, double y) {

    Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }

    double distance(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    /** The place {@code length} pixels off at {@code angle} radians. */
    Point towards(double angle, double length) {
        return new Point(x + length * Math.cos(angle), y + length * Math.sin(angle));
    }
}
