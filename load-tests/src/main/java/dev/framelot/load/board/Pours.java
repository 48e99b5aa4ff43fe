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
        double track = random.nextInt(5) < 3 ? random.nextDouble(5, 14) * scale : 0;
        double width = track > 0 ? track + 2 * gap : gap * 1.4;
        double shortest = width * 1.6 + 20;
        List<Point> way = Way.wander(
                random, Tracks.somewhere(copper, random), random.nextInt(1, 6), shortest, shortest + 220);
        boolean round = random.nextBoolean();
        copper.stroke(way, width, false, round);
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
                if (drilled) {
                    copper.disc(end.x(), end.y(), Math.max(3.5, land * 0.45), false);
                }
            }
        }
    }

    /** A row of clean drill holes, or one large one; never as small as a pin-hole. */
    static void drill(Copper copper, RandomGenerator random, double scale) {
        Point at = Tracks.somewhere(copper, random);
        if (random.nextInt(3) == 0) {
            copper.disc(at.x(), at.y(), random.nextDouble(25, 80), false);
            return;
        }
        double radius = Math.max(9, random.nextDouble(8, 14) * scale);
        double pitch = radius * random.nextDouble(4, 9);
        int columns = random.nextInt(1, 5);
        int rows = random.nextInt(1, 3);
        for (int i = 0; i < columns * rows; i++) {
            double x = at.x() + i % columns * pitch;
            double y = at.y() + i / columns * pitch;
            if (enclosed(copper, x, y, radius + 5)) {
                copper.disc(x, y, radius, false);
            }
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
        double hole = random.nextBoolean() ? Math.max(3.5, half * Math.min(1, aspect) * 0.45) : 0;
        shape.draw(copper, at, half, aspect, hole);
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
