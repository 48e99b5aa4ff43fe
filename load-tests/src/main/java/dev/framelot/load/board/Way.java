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
        return wander(random, start, random.nextInt(8), legs, shortest, longest);
    }

    /** The same with the first leg's direction given in eighths of a turn. */
    static List<Point> wander(
            RandomGenerator random, Point start, int first, int legs, double shortest, double longest) {
        List<Point> way = new ArrayList<>();
        way.add(start);
        int eighth = first;
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

    /**
     * Whether the way leaves one piece of copper and reaches another over bare laminate alone, a band of
     * {@code half} pixels to each side kept clear but near its ends.
     */
    static boolean open(Copper copper, List<Point> way, double half) {
        List<Point> bare = new ArrayList<>();
        List<Double> headings = new ArrayList<>();
        boolean left = false;
        boolean arrived = false;
        for (int i = 1; i < way.size(); i++) {
            double angle = heading(way, i - 1);
            double length = way.get(i - 1).distance(way.get(i));
            for (double s = 0; s <= length; s += STEP) {
                Point p = way.get(i - 1).towards(angle, s);
                boolean on = copper.at((int) p.x(), (int) p.y());
                if (!on && arrived) {
                    return false;
                }
                arrived |= on && left;
                left |= !on;
                if (!on) {
                    bare.add(p);
                    headings.add(angle);
                }
            }
        }
        int skip = (int) Math.ceil(half / STEP) + 1;
        for (int i = skip; i < bare.size() - skip; i++) {
            if (blocked(copper, bare.get(i), headings.get(i), half)) {
                return false;
            }
        }
        return arrived && bare.size() >= 3;
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

    /** The way with its inner corners cut twice, so that it bends in arcs. */
    static List<Point> rounded(List<Point> way) {
        return cut(cut(way, 26), 9);
    }

    private static List<Point> cut(List<Point> way, double most) {
        List<Point> soft = new ArrayList<>();
        soft.add(way.get(0));
        for (int i = 1; i < way.size() - 1; i++) {
            Point corner = way.get(i);
            Point before = way.get(i - 1);
            Point after = way.get(i + 1);
            soft.add(corner.towards(
                    Math.atan2(before.y() - corner.y(), before.x() - corner.x()),
                    Math.min(most, corner.distance(before) / 3)));
            soft.add(corner.towards(
                    Math.atan2(after.y() - corner.y(), after.x() - corner.x()),
                    Math.min(most, corner.distance(after) / 3)));
        }
        soft.add(way.get(way.size() - 1));
        return soft;
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
