package dev.framelot.load.board;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Centre lines that run straight and turn by 45 or 90 degrees, as routed tracks do. */
final class Way {

    private static final int STEP = 3;

    private Way() {}

    /** A way from {@code start}: some legs, each at least {@code shortest} and at most {@code longest} pixels. */
    static List<Point> wander(RandomGenerator random, Point start, int legs, double shortest, double longest) {
        List<Point> way = new ArrayList<>();
        way.add(start);
        int eighth = random.nextInt(8);
        for (int leg = 0; leg < legs; leg++) {
            double length = random.nextDouble(shortest, longest);
            way.add(way.get(way.size() - 1).towards(eighth * Math.PI / 4, length));
            int turn = random.nextInt(10) < 7 ? 1 : 2;
            eighth = (eighth + (random.nextBoolean() ? turn : -turn) + 8) % 8;
        }
        return way;
    }

    /** The part of the way before a band of {@code half} pixels to each side would meet copper; null if too short. */
    static List<Point> untilBlocked(Copper copper, List<Point> way, double half, double least) {
        List<Point> free = new ArrayList<>();
        free.add(way.get(0));
        double total = 0;
        for (int i = 1; i < way.size(); i++) {
            Point from = way.get(i - 1);
            Point to = way.get(i);
            double angle = Math.atan2(to.y() - from.y(), to.x() - from.x());
            double length = from.distance(to);
            for (double s = i == 1 ? 0 : half; s < length + half; s += STEP) {
                if (blocked(copper, from.towards(angle, s), angle, half)) {
                    double reach = s - half - STEP;
                    if (reach > half) {
                        free.add(from.towards(angle, Math.min(reach, length)));
                        total += reach;
                    }
                    return total >= least ? free : null;
                }
            }
            free.add(to);
            total += length;
        }
        return total >= least ? free : null;
    }

    private static boolean blocked(Copper copper, Point at, double angle, double half) {
        double nx = -Math.sin(angle);
        double ny = Math.cos(angle);
        for (double t = -half; t <= half; t += STEP) {
            if (copper.at((int) (at.x() + nx * t), (int) (at.y() + ny * t))) {
                return true;
            }
        }
        return false;
    }

    /** The line that runs {@code offset} pixels to the right of the way, its corners mitred. */
    static List<Point> beside(List<Point> way, double offset) {
        List<Point> side = new ArrayList<>(way.size());
        for (int i = 0; i < way.size(); i++) {
            double before = i == 0 ? heading(way, 0) : heading(way, i - 1);
            double after = i == way.size() - 1 ? before : heading(way, i);
            double half = Math.IEEEremainder(after - before, 2 * Math.PI) / 2;
            double reach = offset / Math.max(0.3, Math.cos(half));
            side.add(way.get(i).towards(before + half + Math.PI / 2, reach));
        }
        return side;
    }

    static double heading(List<Point> way, int leg) {
        Point from = way.get(leg);
        Point to = way.get(leg + 1);
        return Math.atan2(to.y() - from.y(), to.x() - from.x());
    }
}
