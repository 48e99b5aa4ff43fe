package dev.framelot.load.board;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws poured copper: chamfered slabs, and the channels, drill holes and islands cut into them. */
final class Pours {

    private Pours() {}

    /** A slab with cut or rounded corners, up to {@code largest} pixels a side. */
    static void slab(Copper copper, RandomGenerator random, double largest) {
        Point at = Tracks.somewhere(copper, random);
        double half = random.nextDouble(0.15, 0.5) * largest;
        double tall = random.nextDouble(0.15, 0.5) * largest;
        double corner = random.nextInt(3) == 0 ? 0 : random.nextDouble(4, Math.min(half, tall));
        if (random.nextBoolean()) {
            copper.slab(at.x(), at.y(), half, tall, corner, true);
            if (copper.oddly(random, 0.33)) {
                double in = random.nextDouble(3, 16);
                double out = random.nextDouble(3, 16);
                double shiftX = random.nextBoolean() ? 0 : in;
                copper.slab(at.x() + shiftX, at.y(), half - in, tall + out, 0, true);
            }
            return;
        }
        Path2D.Double path = new Path2D.Double();
        path.moveTo(at.x() - half + corner, at.y() - tall);
        path.lineTo(at.x() + half - corner, at.y() - tall);
        path.lineTo(at.x() + half, at.y() - tall + corner);
        path.lineTo(at.x() + half, at.y() + tall - corner);
        path.lineTo(at.x() + half - corner, at.y() + tall);
        path.lineTo(at.x() - half + corner, at.y() + tall);
        path.lineTo(at.x() - half, at.y() + tall - corner);
        path.lineTo(at.x() - half, at.y() - tall + corner);
        path.closePath();
        copper.fill(path, true);
    }

    /** A bare channel through the copper, with a track in its middle or without. */
    static void channel(Copper copper, RandomGenerator random, double scale) {
        double gap = random.nextDouble(6, 14) * scale;
        double track = random.nextInt(5) < 3 ? copper.rules.width(random.nextDouble(5, 14) * scale) : 0;
        double width = track > 0 ? track + 2 * gap : gap * random.nextDouble(0.7, 1.6);
        double shortest = width * 1.6 + 20;
        List<Point> way = Way.wander(
                random, Tracks.somewhere(copper, random), random.nextInt(1, 6), shortest, shortest + 220);
        boolean round = random.nextBoolean();
        copper.stroke(way, width, false, round);
        if (copper.oddly(random, 0.33)) {
            swell(copper, random, way, width);
        }
        if (track <= 0) {
            return;
        }
        double land = track * random.nextDouble(0.9, 1.6);
        boolean lands = random.nextBoolean();
        boolean drilled = random.nextBoolean();
        for (Point end : List.of(way.get(0), way.get(way.size() - 1))) {
            if (lands) {
                copper.disc(end.x(), end.y(), land + gap, false);
            }
        }
        copper.stroke(way, track, true, round);
        for (Point end : List.of(way.get(0), way.get(way.size() - 1))) {
            if (lands) {
                copper.disc(end.x(), end.y(), land, true);
                if (drilled && land > 10) {
                    copper.drill(end.x(), end.y(), Math.max(4.6, land * 0.45));
                }
            }
        }
    }

    /** Makes part of a channel wider, or lays a round or square clearing into it. */
    private static void swell(Copper copper, RandomGenerator random, List<Point> way, double width) {
        Point from = way.get(0);
        double heading = Way.heading(way, 0);
        double length = from.distance(way.get(1));
        Point at = from.towards(heading, length * random.nextDouble(0.2, 0.8));
        double wider = width / 2 + random.nextDouble(2.5, 9);
        switch (random.nextInt(3)) {
            case 0 -> copper.disc(at.x(), at.y(), wider, false);
            case 1 -> copper.slab(at.x(), at.y(), wider, wider, 0, false);
            default -> copper.stroke(List.of(from, at), 2 * wider, false, random.nextBoolean());
        }
    }

    /** Large round clearings side by side, that leave cusps of copper between them. */
    static void cusps(Copper copper, RandomGenerator random) {
        Point at = Tracks.somewhere(copper, random);
        double radius = random.nextDouble(30, 110);
        double pitch = 2 * radius + random.nextDouble(-8, 14);
        int columns = random.nextInt(1, 4);
        int rows = random.nextInt(1, 4);
        for (int i = 0; i < columns * rows; i++) {
            copper.disc(at.x() + i % columns * pitch, at.y() + i / columns * pitch, radius, false);
        }
    }

    /** A straight or Z-shaped slot that parts a slab from rim to rim, as split planes are. */
    static void slot(Copper copper, RandomGenerator random, double scale) {
        Point at = Tracks.somewhere(copper, random);
        boolean upright = random.nextBoolean();
        double width = random.nextDouble(4.5, 13) * scale;
        double before = reach(copper, at, upright, -1);
        double after = reach(copper, at, upright, 1);
        if (before + after < 60) {
            return;
        }
        Point amid = upright ? at.plus(0, (after - before) / 2) : at.plus((after - before) / 2, 0);
        if (reach(copper, amid, !upright, -1) < 22 || reach(copper, amid, !upright, 1) < 22) {
            return;
        }
        double side = random.nextBoolean() ? 1 : -1;
        double jog = random.nextInt(3) == 0 ? 0 : side * (Math.min(90, reach(copper, at, !upright, (int) side)) - 22);
        if (Math.abs(jog) < 22) {
            jog = 0;
        }
        Point start = upright ? at.plus(0, -before) : at.plus(-before, 0);
        Point turn = upright ? at.plus(jog, 0) : at.plus(0, jog);
        double rest = reach(copper, turn, upright, 1);
        Point end = upright ? turn.plus(0, rest) : turn.plus(rest, 0);
        double wider = random.nextBoolean() ? 1 : random.nextDouble(1.2, 2.6);
        copper.stroke(List.of(start, at), width * wider, false, false);
        copper.stroke(List.of(at, turn), width, false, true);
        copper.stroke(List.of(turn, end), width * (random.nextBoolean() ? 1 : wider), false, false);
        if (random.nextInt(3) == 0) {
            double knee = width * random.nextDouble(0.6, 1.1);
            copper.disc(at.x(), at.y(), knee, false);
            copper.disc(turn.x(), turn.y(), knee, false);
        }
    }

    private static double reach(Copper copper, Point at, boolean upright, int side) {
        double s = 0;
        while (s < 320 && copper.at((int) (at.x() + (upright ? 0 : s * side)), (int) (at.y() + (upright ? s * side : 0)))) {
            s += 2;
        }
        return s;
    }

    /** A row of clean drill holes, or one large one; never as small as a pin-hole. */
    static void drill(Copper copper, RandomGenerator random, double scale) {
        Point at = Tracks.somewhere(copper, random);
        if (random.nextInt(3) == 0) {
            copper.disc(at.x(), at.y(), random.nextDouble(25, 80), false);
            return;
        }
        double radius = Math.max(5.5, random.nextDouble(5, 14) * scale);
        double pitch = radius * random.nextDouble(4, 9);
        int columns = random.nextInt(1, 5);
        int rows = random.nextInt(1, 3);
        for (int i = 0; i < columns * rows; i++) {
            double x = at.x() + i % columns * pitch;
            double y = at.y() + i / columns * pitch;
            if (enclosed(copper, x, y, radius + 5)) {
                copper.drill(x, y, radius);
            }
        }
    }

    /** Slabs that overlap at different heights and stick out by differing amounts, so that edges run in steps. */
    static void skyline(Copper copper, RandomGenerator random, double scale) {
        Point at = Tracks.somewhere(copper, random);
        boolean upright = random.nextBoolean();
        int parts = random.nextInt(2, 6);
        double depth = random.nextDouble(14, 90) * scale;
        double step = random.nextDouble(3, 16) * scale;
        double s = 0;
        for (int i = 0; i < parts; i++) {
            double half = random.nextDouble(14, 45) * scale;
            double tall = depth + step * random.nextInt(-2, 3) + (random.nextBoolean() ? 0 : step);
            double corner = random.nextInt(4) == 0 ? random.nextDouble(2, 8) : 0;
            double shift = random.nextBoolean() ? 0 : step * random.nextInt(-1, 2);
            double hw = Math.max(5, tall / 2);
            if (upright) {
                copper.slab(at.x() + shift, at.y() + s + half, hw, half + 1, corner, true);
            } else {
                copper.slab(at.x() + s + half, at.y() + shift, half + 1, hw, corner, true);
            }
            s += 2 * half;
        }
    }

    /** A pad with a bare ring around it. */
    static void island(Copper copper, RandomGenerator random, double half) {
        Point at = Tracks.somewhere(copper, random);
        double ring = random.nextDouble(6, 12);
        PadShape shape = PadShape.any(random);
        double aspect = random.nextDouble(0.7, 1.6);
        if (shape == PadShape.ROUND) {
            copper.disc(at.x(), at.y(), half + ring, false);
        } else {
            copper.slab(at.x(), at.y(), half + ring, half * aspect + ring, ring * 0.5, false);
        }
        double hole = random.nextBoolean() ? Tracks.drill(random, half * Math.min(1, aspect)) : 0;
        shape.draw(copper, at, half, aspect, hole);
    }

    /** Drill holes of one size strewn over copper, as the vias that tie planes together. */
    static void stitches(Copper copper, RandomGenerator random, int count) {
        double radius = random.nextDouble(4.6, 8.5);
        boolean row = random.nextInt(3) == 0;
        Point at = Tracks.somewhere(copper, random);
        double pitch = radius * random.nextDouble(4, 10);
        for (int i = 0; i < count; i++) {
            Point p = row ? at.plus(i * pitch, 0) : Tracks.somewhere(copper, random);
            if (enclosed(copper, p.x(), p.y(), radius + 4) && enclosed(copper, p.x(), p.y(), radius)) {
                copper.drill(p.x(), p.y(), radius);
            }
        }
    }

    /** Holes strewn singly over copper, each of a drill of the board, some of them oblong. */
    static void mounts(Copper copper, RandomGenerator random, int count) {
        for (int i = 0; i < count; i++) {
            Point at = Tracks.somewhere(copper, random);
            double radius = copper.rules.drill(random.nextDouble(5.5, 15));
            double length = random.nextInt(6) == 0 ? radius * random.nextDouble(0.4, 2) : 0;
            boolean upright = random.nextBoolean();
            Point other = upright ? at.plus(0, length) : at.plus(length, 0);
            if (!enclosed(copper, at.x(), at.y(), radius + 4) || !enclosed(copper, other.x(), other.y(), radius + 4)) {
                continue;
            }
            copper.drill(at.x(), at.y(), radius);
            if (length > 0) {
                copper.stroke(List.of(at, other), 2 * radius, false, true);
            }
        }
    }

    private static boolean enclosed(Copper copper, double x, double y, double radius) {
        for (int i = 0; i < 12; i++) {
            double angle = i * Math.PI / 6;
            if (!copper.at((int) (x + radius * Math.cos(angle)), (int) (y + radius * Math.sin(angle)))) {
                return false;
            }
        }
        return copper.at((int) x, (int) y);
    }
}
