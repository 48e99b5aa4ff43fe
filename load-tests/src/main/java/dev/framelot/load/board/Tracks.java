package dev.framelot.load.board;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws tracks: lone ones between pads, bundles that run side by side, links between what is there. */
final class Tracks {

    private static final double SMALLEST_DRILL = 4.6;

    private Tracks() {}

    /** A bundle of {@code count} tracks, {@code thickness} and {@code gap} in pixels, as far as the board is free. */
    static void bundle(Copper copper, RandomGenerator random, int count, double thickness, double gap) {
        double pitch = thickness + gap;
        double total = count * thickness + (count - 1) * gap;
        double half = total / 2 + gap;
        boolean entering = random.nextBoolean();
        int side = 2 * random.nextInt(4);
        Point start = entering ? rim(copper, random, side, half) : somewhere(copper, random);
        if (!copper.bare(start.x() - half, start.y() - half, start.x() + half, start.y() + half)) {
            return;
        }
        int legs = random.nextInt(1, 6);
        double shortest = total * 1.1 + 30;
        List<Point> way = Way.wander(
                random, start, entering ? side : random.nextInt(8), legs, shortest, shortest + copper.width * 0.6);
        way = Way.untilBlocked(copper, way, half, total + 40);
        if (way == null) {
            return;
        }
        if (random.nextInt(4) == 0) {
            way = Way.rounded(way);
        }
        boolean round = random.nextInt(3) > 0;
        int ends = random.nextInt(4);
        double stagger = random.nextBoolean() ? 0 : random.nextDouble(0.4, 1.2) * pitch;
        double land = Math.min(gap * 0.5 + thickness / 2 - 1, thickness * 1.6);
        for (int i = 0; i < count; i++) {
            List<Point> track = Way.beside(way, (i - (count - 1) / 2.0) * pitch);
            shorten(track, stagger * i);
            copper.stroke(track, thickness, true, round);
            Point last = track.get(track.size() - 1);
            if (ends == 1 && land > thickness / 2 + 1.5) {
                copper.disc(last.x(), last.y(), land, true);
                if (entering) {
                    copper.disc(track.get(0).x(), track.get(0).y(), land, true);
                }
            } else if (ends == 2) {
                finger(copper, track, Math.min(thickness * 1.7, thickness + gap - 4));
            }
        }
    }

    private static void finger(Copper copper, List<Point> track, double thickness) {
        Point last = track.get(track.size() - 1);
        double back = Way.heading(track, track.size() - 2) + Math.PI;
        copper.stroke(List.of(last, last.towards(back, thickness * 3)), thickness, true, true);
    }

    private static void shorten(List<Point> track, double length) {
        int end = track.size() - 1;
        Point from = track.get(end - 1);
        double leg = from.distance(track.get(end));
        if (length > 0 && leg > length + 12) {
            track.set(end, from.towards(Way.heading(track, end - 1), leg - length));
        }
    }

    /** A lone track, {@code thickness} pixels wide, with pads at its ends where the board is free. */
    static void lone(Copper copper, RandomGenerator random, double thickness, double padRadius) {
        Point start = somewhere(copper, random);
        double half = Math.max(padRadius, thickness / 2) + 7;
        if (!copper.bare(start.x() - half, start.y() - half, start.x() + half, start.y() + half)) {
            return;
        }
        double shortest = thickness * 2 + 25;
        List<Point> way = Way.wander(random, start, random.nextInt(1, 6), shortest, shortest + 260);
        way = Way.untilBlocked(copper, way, random.nextInt(3) == 0 ? thickness / 2 + 6 : half, shortest);
        if (way == null) {
            return;
        }
        if (random.nextInt(4) == 0) {
            way = Way.rounded(way);
        }
        copper.stroke(way, thickness, true, random.nextInt(4) > 0);
        if (copper.oddly(random, 0.17)) {
            beads(copper, random, way, thickness);
        }
        PadShape shape = PadShape.any(random);
        boolean drilled = random.nextInt(3) > 0;
        List<Point> ends = new ArrayList<>(List.of(way.get(0)));
        if (half > thickness / 2 + 6 || random.nextBoolean()) {
            ends.add(way.get(way.size() - 1));
        }
        for (Point end : ends) {
            Point p = end;
            if (copper.bare(p.x() + padRadius + 3, p.y() - padRadius, p.x() + padRadius + 5, p.y() + padRadius)) {
                shape.draw(copper, p, padRadius, 1, drilled ? drill(random, padRadius) : 0);
            }
        }
    }

    /** A drill's radius for a pad, pixels; 0 where the pad is too small, since a tiny hole is a flaw. */
    static double drill(RandomGenerator random, double pad) {
        double radius = pad * (pad > 18 ? random.nextDouble(0.18, 0.7) : random.nextDouble(0.4, 0.65));
        radius = Math.min(radius, pad - 4);
        return radius < SMALLEST_DRILL ? 0 : radius;
    }

    /** Vias or blocks strung on a track, a little wider than it. */
    private static void beads(Copper copper, RandomGenerator random, List<Point> way, double thickness) {
        Point from = way.get(0);
        double heading = Way.heading(way, 0);
        double length = from.distance(way.get(1));
        double radius = thickness * random.nextDouble(0.65, 1.1) + 1;
        double pitch = random.nextBoolean() ? radius * random.nextDouble(2.5, 4) : length / random.nextInt(1, 4);
        boolean square = random.nextInt(3) == 0;
        double off = random.nextInt(6) == 0 ? random.nextDouble(-0.5, 0.5) * thickness : 0;
        for (double s = pitch; s < length; s += pitch) {
            Point at = from.towards(heading, s).towards(heading + Math.PI / 2, off);
            if (square) {
                copper.slab(at.x(), at.y(), radius, radius, 0, true);
            } else {
                copper.disc(at.x(), at.y(), radius, true);
            }
        }
    }

    /**
     * A track that leaves copper already there and, where it meets other copper, runs into it; in open
     * country it ends on a via, or wherever it got to.
     */
    static void link(Copper copper, RandomGenerator random, double thickness) {
        Point start = random.nextInt(6) == 0 ? within(copper, random) : anchor(copper, random);
        if (start == null) {
            return;
        }
        int eighth = random.nextInt(8);
        double angle = eighth * Math.PI / 4;
        double out = 0;
        while (inside(copper, start.towards(angle, out))) {
            out += 2;
            if (out > 60) {
                return;
            }
        }
        double half = thickness / 2 + 4;
        Point from = start.towards(angle, out + half * 1.2);
        int legs = random.nextInt(3) == 0 ? random.nextInt(2, 6) : random.nextInt(1, 3);
        double shortest = thickness + 14;
        List<Point> wish = Way.wander(random, from, eighth, legs, shortest, shortest + 190);
        List<Point> way = Way.untilBlocked(copper, wish, half, random.nextInt(4) == 0 ? 4 : 16);
        if (way == null || way.size() < 2) {
            return;
        }
        Point end = way.get(way.size() - 1);
        double last = Way.heading(way, way.size() - 2);
        double reach = 0;
        while (reach < 4 * half && !copper.at((int) end.towards(last, reach).x(), (int) end.towards(last, reach).y())) {
            reach++;
        }
        way.set(0, start.towards(angle, Math.max(0, out - thickness)));
        boolean met = reach < 4 * half;
        if (!met && end.distance(from) < 50) {
            return;
        }
        if (met && random.nextInt(3) > 0 && !nearAnchor(copper, end.towards(last, reach))) {
            return;
        }
        if (met) {
            way.set(way.size() - 1, end.towards(last, reach + thickness * random.nextDouble(0.3, 1.2)));
        }
        copper.stroke(random.nextInt(5) == 0 ? Way.rounded(way) : way, thickness, true, random.nextBoolean());
        if (!met && random.nextInt(4) > 0) {
            double land = thickness * random.nextDouble(0.55, 0.8) + 3;
            copper.disc(end.x(), end.y(), land, true);
        }
    }

    /** A track from one pad to another, one leg straight and one aslant, where nothing lies in its way. */
    static void route(Copper copper, RandomGenerator random, double thickness) {
        Point from = anchor(copper, random);
        Point to = null;
        for (int i = 0; i < 6 && from != null; i++) {
            Point other = anchor(copper, random);
            if (other.distance(from) < 260 && (to == null || other.distance(from) < to.distance(from)) && other != from) {
                to = other;
            }
        }
        if (to == null) {
            return;
        }
        double off = random.nextInt(3) == 0 ? random.nextDouble(-1, 1) * thickness : 0;
        from = from.plus(off, -off);
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        double slant = Math.min(Math.abs(dx), Math.abs(dy));
        Point bend = random.nextBoolean()
                ? from.plus(Math.signum(dx) * slant, Math.signum(dy) * slant)
                : to.plus(-Math.signum(dx) * slant, -Math.signum(dy) * slant);
        if (random.nextInt(4) == 0) {
            bend = new Point(to.x(), from.y());
        }
        List<Point> way = new ArrayList<>(List.of(from));
        if (bend.distance(from) > 2 && bend.distance(to) > 2) {
            way.add(bend);
        }
        way.add(to);
        if (way.size() > 1 && Way.open(copper, way, thickness / 2 + 4)) {
            copper.stroke(way, thickness, true, true);
        }
    }

    private static Point anchor(Copper copper, RandomGenerator random) {
        List<Point> anchors = copper.anchors();
        return anchors.isEmpty() ? null : anchors.get(random.nextInt(anchors.size()));
    }

    private static boolean nearAnchor(Copper copper, Point at) {
        for (Point anchor : copper.anchors()) {
            if (anchor.distance(at) < 36) {
                return true;
            }
        }
        return false;
    }

    /** A track that winds to and fro to gain length. */
    static void meander(Copper copper, RandomGenerator random, double thickness) {
        Point at = somewhere(copper, random);
        boolean upright = random.nextBoolean();
        double pitch = thickness * random.nextDouble(1.7, 2.6) + 2;
        double swing = pitch * random.nextDouble(0.8, 3.5);
        int turns = random.nextInt(2, 9);
        double lead = random.nextDouble(10, 120);
        double along = turns * pitch + 2 * lead;
        double half = swing + thickness;
        double x2 = at.x() + (upright ? half : along);
        double y2 = at.y() + (upright ? along : half);
        if (!copper.bare(at.x() - (upright ? half : 6), at.y() - (upright ? 6 : half), x2, y2)) {
            return;
        }
        List<Point> way = new ArrayList<>();
        way.add(at);
        double s = lead;
        for (int i = 0; i < turns; i++) {
            double side = i % 2 == 0 ? swing : -swing;
            if (i == 0) {
                way.add(place(at, s, 0, upright));
            }
            way.add(place(at, s, side, upright));
            s += pitch;
            way.add(place(at, s, side, upright));
        }
        way.add(place(at, s, 0, upright));
        way.add(place(at, s + lead, 0, upright));
        copper.stroke(random.nextBoolean() ? Way.rounded(way) : way, thickness, true, true);
    }

    private static Point place(Point at, double along, double across, boolean upright) {
        return upright ? at.plus(across, along) : at.plus(along, across);
    }

    private static Point within(Copper copper, RandomGenerator random) {
        for (int i = 0; i < 40; i++) {
            int x = random.nextInt(copper.width);
            int y = random.nextInt(copper.height);
            if (copper.at(x, y)) {
                return new Point(x, y);
            }
        }
        return null;
    }

    private static boolean inside(Copper copper, Point p) {
        return copper.at((int) p.x(), (int) p.y());
    }

    /** A place just off the board from which {@code eighth} (0 right, 2 down, 4 left, 6 up) leads onto it. */
    private static Point rim(Copper copper, RandomGenerator random, int eighth, double half) {
        double along = random.nextDouble(0.05, 0.95);
        return switch (eighth) {
            case 0 -> new Point(-half - 2, along * copper.height);
            case 2 -> new Point(along * copper.width, -half - 2);
            case 4 -> new Point(copper.width + half + 2, along * copper.height);
            default -> new Point(along * copper.width, copper.height + half + 2);
        };
    }

    static Point somewhere(Copper copper, RandomGenerator random) {
        return new Point(random.nextDouble(-0.05, 1.05) * copper.width, random.nextDouble(-0.05, 1.05) * copper.height);
    }
}
