package dev.framelot.load.board;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws tracks: lone ones between pads, and bundles that run side by side. */
final class Tracks {

    private Tracks() {}

    /** A bundle of {@code count} tracks, {@code thickness} and {@code gap} in pixels, as far as the board is free. */
    static void bundle(Copper copper, RandomGenerator random, int count, double thickness, double gap) {
        double pitch = thickness + gap;
        double total = count * thickness + (count - 1) * gap;
        double half = total / 2 + gap;
        Point start = somewhere(copper, random);
        if (!copper.bare(start.x() - half, start.y() - half, start.x() + half, start.y() + half)) {
            return;
        }
        int legs = random.nextInt(1, 6);
        double shortest = total * 1.1 + 30;
        List<Point> way = Way.wander(random, start, legs, shortest, shortest + copper.width * 0.6);
        way = Way.untilBlocked(copper, way, half, total + 40);
        if (way == null) {
            return;
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
        copper.stroke(way, thickness, true, random.nextInt(4) > 0);
        PadShape shape = PadShape.any(random);
        boolean drilled = random.nextInt(3) > 0;
        List<Point> ends = new ArrayList<>(List.of(way.get(0)));
        if (half > thickness / 2 + 6 || random.nextBoolean()) {
            ends.add(way.get(way.size() - 1));
        }
        for (Point end : ends) {
            Point p = end;
            if (copper.bare(p.x() + padRadius + 3, p.y() - padRadius, p.x() + padRadius + 5, p.y() + padRadius)) {
                shape.draw(copper, p, padRadius, 1, drilled ? padRadius * 0.42 : 0);
            }
        }
    }

    static Point somewhere(Copper copper, RandomGenerator random) {
        return new Point(random.nextDouble(-0.05, 1.05) * copper.width, random.nextDouble(-0.05, 1.05) * copper.height);
    }
}
