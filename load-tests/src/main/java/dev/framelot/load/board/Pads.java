package dev.framelot.load.board;

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
        double hole = random.nextInt(5) < 2 ? Math.max(3.5, Math.min(half, tall) * random.nextDouble(0.35, 0.6)) : 0;
        boolean tails = random.nextInt(3) == 0;
        Point origin = Tracks.somewhere(copper, random);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                Point at = origin.plus(column * pitchX, row * pitchY);
                if (free(copper, at, half, tall)) {
                    shape.draw(copper, at, half, aspect, hole);
                    if (tails && rows < 3) {
                        tail(copper, at, row == 0 ? -1 : 1, half, tall);
                    }
                }
            }
        }
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
        int kind = random.nextInt(4);
        if (kind == 0) {
            copper.disc(at.x(), at.y(), Math.max(2.5, radius * 0.45), false);
        } else if (kind == 1 && radius > 14) {
            copper.disc(at.x(), at.y(), radius - 4, false);
            copper.disc(at.x(), at.y(), radius * 0.4, true);
        }
    }

    private static boolean free(Copper copper, Point at, double half, double tall) {
        return copper.bare(
                at.x() - half - CLEARANCE, at.y() - tall - CLEARANCE, at.x() + half + CLEARANCE, at.y() + tall + CLEARANCE);
    }
}
