package dev.framelot.load.board;

import java.util.List;
import java.util.random.RandomGenerator;

/** Draws pads in rows and arrays, and vias strewn about, wherever the board is still bare. */
final class Pads {

    private static final double CLEARANCE = 8;

    private Pads() {}

    /** Up to six by four pads; {@code half} is half a pad's width in pixels. */
    static void array(Copper copper, RandomGenerator random, double half) {
        int columns = random.nextInt(1, 7);
        int rows = random.nextInt(1, 5);
        double aspect = random.nextDouble(0.6, 2.2);
        PadShape shape = PadShape.any(random);
        double tall = shape == PadShape.ROUND ? half : half * aspect;
        double pitchX = 2 * half * random.nextDouble(1.35, 2.2) + 4;
        double pitchY = 2 * tall * random.nextDouble(1.35, 2.2) + 4;
        double hole = random.nextInt(5) < 2 ? Tracks.drill(random, Math.min(half, tall)) : 0;
        boolean tails = random.nextInt(3) == 0;
        double neck = copper.oddly(random, 0.25) ? Math.max(4, half * random.nextDouble(0.25, 0.75)) : 0;
        boolean stepped = copper.oddly(random, 0.25);
        double stepX = random.nextDouble(-1, 1) * half;
        double stepY = random.nextDouble(-1, 1) * tall;
        double smaller = random.nextDouble(0.45, 1);
        Point origin = Tracks.somewhere(copper, random);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                Point at = origin.plus(column * pitchX, row * pitchY);
                if (free(copper, at, half, tall)) {
                    shape.draw(copper, at, half, aspect, hole);
                    if (stepped && stepRoom(copper, at, half, tall, stepX, stepY)) {
                        copper.slab(at.x() + stepX, at.y() + stepY, half * smaller, tall * smaller, 0, true);
                    }
                    if (neck > 0 && column > 0 && random.nextInt(3) > 0) {
                        copper.stroke(List.of(at, at.plus(-pitchX, 0)), neck * 2, true, false);
                    }
                    if (tails && rows < 3) {
                        tail(copper, at, row == 0 ? -1 : 1, half, tall);
                    }
                }
            }
        }
    }

    /** Whether the pad may grow to one side: nothing but the pad itself lies in the way. */
    private static boolean stepRoom(Copper copper, Point at, double half, double tall, double dx, double dy) {
        double x = dx > 0 ? at.x() + half + 2 : at.x() - 2 * half - CLEARANCE;
        double y = dy > 0 ? at.y() + tall + 2 : at.y() - 2 * tall - CLEARANCE;
        return copper.bare(x, at.y() - 2 * tall, x + half + CLEARANCE, at.y() + 2 * tall)
                && copper.bare(at.x() - 2 * half, y, at.x() + 2 * half, y + tall + CLEARANCE);
    }

    private static void tail(Copper copper, Point at, int side, double half, double tall) {
        double from = at.y() + side * tall;
        double to = from + side * half * 2.5;
        double thin = Math.max(2.5, half * 0.35);
        double top = Math.min(from + side * 2, to + side * CLEARANCE);
        double bottom = Math.max(from + side * 2, to + side * CLEARANCE);
        if (copper.bare(at.x() - thin - CLEARANCE, top, at.x() + thin + CLEARANCE, bottom)) {
            copper.slab(at.x(), (from + to) / 2, thin, Math.abs(to - from) / 2 + 1, 0, true);
        }
    }

    /** One via or ring, {@code radius} in pixels. */
    static void via(Copper copper, RandomGenerator random, double radius) {
        Point at = Tracks.somewhere(copper, random);
        if (!free(copper, at, radius, radius)) {
            return;
        }
        copper.disc(at.x(), at.y(), radius, true);
        if (radius < 11) {
            return;
        }
        int kind = copper.oddly(random, 0.33) ? random.nextInt(4, 6) : random.nextInt(4);
        if (kind == 0) {
            copper.drill(at.x(), at.y(), Math.max(4.6, Math.min(radius - 4, Tracks.drill(random, radius))));
        } else if (kind == 1 && radius > 14) {
            copper.disc(at.x(), at.y(), radius - random.nextDouble(4, 6), false);
            if (random.nextBoolean()) {
                copper.disc(at.x(), at.y(), radius * 0.4, true);
            }
        } else if (kind == 5 && radius > 16) {
            double hole = radius * random.nextDouble(0.6, 0.85);
            double angle = random.nextDouble(2 * Math.PI);
            copper.bore(at, radius, hole, angle, radius - hole + random.nextDouble(1.5, 6));
        } else if (kind == 4) {
            double hole = Math.min(radius - 4, radius * random.nextDouble(0.6, 0.85));
            double off = random.nextDouble(0, Math.max(0.5, radius - hole - 3));
            copper.drill(at.x() + off * random.nextDouble(-1, 1), at.y() + off * random.nextDouble(-1, 1), hole);
        }
    }

    /** Large rings whose holes were all drilled off their middles by the same error, some through the rim. */
    static void rings(Copper copper, RandomGenerator random, int count) {
        double radius = random.nextDouble(16, 52);
        double hole = radius * random.nextDouble(0.55, 0.85);
        double angle = random.nextInt(8) * Math.PI / 4 + random.nextDouble(-0.2, 0.2);
        double off = random.nextBoolean()
                ? random.nextDouble(0, Math.max(0.5, radius - hole - 3.5))
                : radius - hole + random.nextDouble(0.8, 6);
        boolean cored = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            Point at = Tracks.somewhere(copper, random);
            if (free(copper, at, radius, radius)) {
                copper.disc(at.x(), at.y(), radius, true);
                copper.bore(at, radius, hole, angle, off);
                if (cored) {
                    copper.disc(at.x(), at.y(), hole * 0.4, true);
                }
            }
        }
    }

    /** Small solid vias of one size, strewn or on a grid; each where the board is bare. */
    static void freckles(Copper copper, RandomGenerator random, int count) {
        double radius = random.nextDouble(5.5, 10.5);
        boolean grid = random.nextInt(3) == 0;
        double pitch = radius * random.nextDouble(3.2, 7);
        int columns = random.nextInt(2, 9);
        Point origin = Tracks.somewhere(copper, random);
        for (int i = 0; i < count; i++) {
            Point at = grid
                    ? origin.plus(i % columns * pitch, i / columns * pitch)
                    : Tracks.somewhere(copper, random);
            if (free(copper, at, radius, radius)) {
                copper.disc(at.x(), at.y(), radius, true);
            }
        }
    }

    /** Pads of one shape like a keyhole or a drop: a disc that runs out into a blunt tail. */
    static void keyholes(Copper copper, RandomGenerator random, int count) {
        double radius = random.nextDouble(6, 13);
        double length = radius * random.nextDouble(1, 3.2);
        double tail = radius * random.nextDouble(0.35, 0.85);
        double narrowing = random.nextBoolean() ? 1 : random.nextDouble(0.3, 0.9);
        int eighth = 2 * random.nextInt(4);
        boolean oneWay = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            Point at = Tracks.somewhere(copper, random);
            double angle = (oneWay ? eighth : 2 * random.nextInt(4)) * Math.PI / 4;
            if (!free(copper, at.towards(angle, length / 2), radius + length / 2, radius + length / 2)) {
                continue;
            }
            copper.disc(at.x(), at.y(), radius, true);
            Point middle = at.towards(angle, length * 0.6);
            copper.stroke(List.of(at, middle), 2 * tail, true, true);
            copper.stroke(List.of(middle, at.towards(angle, length)), 2 * tail * narrowing, true, true);
        }
    }

    /** Small vias of one size that hang on the copper beside them by a straight neck. */
    static void stubs(Copper copper, RandomGenerator random, double neck, int count) {
        double radius = neck / 2 + random.nextDouble(2, 6);
        double longest = radius + random.nextDouble(12, 50);
        for (int i = 0; i < count; i++) {
            Point at = Tracks.somewhere(copper, random);
            if (!free(copper, at, radius, radius)) {
                continue;
            }
            double angle = 2 * random.nextInt(4) * Math.PI / 4;
            double reach = radius;
            while (reach < longest && !on(copper, at.towards(angle, reach))) {
                reach++;
            }
            if (reach < longest && clear(copper, at, angle, reach - CLEARANCE, neck / 2 + 3)) {
                copper.disc(at.x(), at.y(), radius, true);
                copper.stroke(List.of(at, at.towards(angle, reach + 2)), neck, true, false);
            }
        }
    }

    /** Whether nothing lies {@code aside} to the left or right of the way: what a neck grazes it joins, and that would be a short. */
    private static boolean clear(Copper copper, Point from, double angle, double length, double aside) {
        for (double s = 0; s < length; s += 2) {
            Point p = from.towards(angle, s);
            if (on(copper, p.towards(angle + Math.PI / 2, aside)) || on(copper, p.towards(angle - Math.PI / 2, aside))) {
                return false;
            }
        }
        return true;
    }

    private static boolean on(Copper copper, Point at) {
        return copper.at((int) at.x(), (int) at.y());
    }

    private static boolean free(Copper copper, Point at, double half, double tall) {
        return copper.bare(
                at.x() - half - CLEARANCE, at.y() - tall - CLEARANCE, at.x() + half + CLEARANCE, at.y() + tall + CLEARANCE);
    }
}
