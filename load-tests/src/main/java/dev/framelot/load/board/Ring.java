package dev.framelot.load.board;

import java.util.ArrayList;
import java.util.List;

/** Where a circle on the board crosses copper. */
final class Ring {

    private static final int SAMPLES = 96;

    /**
     * One stretch of the circle that lies on copper.
     *
     * @param angle its middle, radians
     * @param sweep its length, radians
     */
    record Arc(double angle, double sweep) {

        /** The angle between the two arcs' middles, 0..pi. */
        double apart(Arc other) {
            return Math.abs(Math.IEEEremainder(angle - other.angle, 2 * Math.PI));
        }
    }

    private Ring() {}

    /** The arcs in order; empty where the whole circle is of one material or leaves the board. */
    static List<Arc> arcs(Copper board, Point centre, double radius) {
        boolean[] copper = new boolean[SAMPLES];
        int start = -1;
        for (int i = 0; i < SAMPLES; i++) {
            Point p = centre.towards(i * 2 * Math.PI / SAMPLES, radius);
            int x = (int) Math.round(p.x());
            int y = (int) Math.round(p.y());
            if (x < 0 || y < 0 || x >= board.width || y >= board.height) {
                return List.of();
            }
            copper[i] = board.at(x, y);
        }
        for (int i = 0; i < SAMPLES && start < 0; i++) {
            if (copper[i] && !copper[(i + SAMPLES - 1) % SAMPLES]) {
                start = i;
            }
        }
        if (start < 0) {
            return List.of();
        }
        List<Arc> arcs = new ArrayList<>();
        int length = 0;
        for (int i = 0; i <= SAMPLES; i++) {
            boolean on = i < SAMPLES && copper[(start + i) % SAMPLES];
            if (on) {
                length++;
            } else if (length > 0) {
                double step = 2 * Math.PI / SAMPLES;
                arcs.add(new Arc((start + i - 1 - (length - 1) / 2.0) * step, length * step));
                length = 0;
            }
        }
        return arcs;
    }
}
