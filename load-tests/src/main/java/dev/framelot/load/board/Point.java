package dev.framelot.load.board;

/** A place on the board, pixels. */
record Point(double x, double y) {

    Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }

    /** The place that lies {@code share} of the way to another. */
    Point amid(Point other, double share) {
        return new Point(x + (other.x - x) * share, y + (other.y - y) * share);
    }

    double distance(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    /** The longer of the distances along the two axes. */
    double farthest(Point other) {
        return Math.max(Math.abs(x - other.x), Math.abs(y - other.y));
    }

    /** The place {@code length} pixels off at {@code angle} radians. */
    Point towards(double angle, double length) {
        return new Point(x + length * Math.cos(angle), y + length * Math.sin(angle));
    }
}
