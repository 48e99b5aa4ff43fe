package dev.framelot.load.board;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws rows of stroked signs that look like lettering, and thin outline strokes. No font is used. */
final class Markings {

    private Markings() {}

    /** A row of signs where the board is bare. */
    static void text(Copper copper, RandomGenerator random) {
        int letters = random.nextInt(2, 9);
        double high = random.nextDouble(16, 46);
        double wide = high * random.nextDouble(0.45, 0.7);
        double thick = random.nextDouble(2, 5);
        boolean upright = random.nextBoolean();
        Point at = Tracks.somewhere(copper, random);
        double across = letters * wide * 1.5;
        double right = at.x() + (upright ? high : across) + 8;
        double bottom = at.y() + (upright ? across : high) + 8;
        if (!copper.bare(at.x() - 8, at.y() - 8, right, bottom)) {
            return;
        }
        for (int letter = 0; letter < letters; letter++) {
            int strokes = random.nextInt(1, 4);
            for (int stroke = 0; stroke < strokes; stroke++) {
                List<Point> way = new ArrayList<>();
                int corners = random.nextInt(2, 5);
                for (int corner = 0; corner < corners; corner++) {
                    double along = letter * wide * 1.5 + random.nextInt(3) / 2.0 * wide;
                    double down = random.nextInt(4) / 3.0 * high;
                    way.add(upright ? at.plus(down, along) : at.plus(along, down));
                }
                copper.stroke(way, thick, true, true);
            }
        }
    }

    /** A thin straight stroke along the board, as an outline or a scale mark. */
    static void outline(Copper copper, RandomGenerator random) {
        boolean upright = random.nextBoolean();
        double at = random.nextDouble(0.03, 0.97);
        Point from = upright ? new Point(at * copper.width, -9) : new Point(-9, at * copper.height);
        Point to = upright ? from.plus(0, copper.height + 18.0) : from.plus(copper.width + 18.0, 0);
        List<Point> way = Way.untilBlocked(copper, List.of(from, to), 12, 60);
        if (way != null && way.size() > 1) {
            copper.stroke(way, random.nextDouble(2.5, 6), true, false);
        }
    }
}
