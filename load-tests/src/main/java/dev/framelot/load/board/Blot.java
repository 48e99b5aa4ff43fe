package dev.framelot.load.board;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** An irregular patch of cells, the shape that a defect adds or takes away. */
final class Blot {

    private static final int REACH = 52;
    /** Most round flaws stay smaller than any via or drill hole, pixels. */
    private static final double LARGEST_DOT = 6.5;
    private static final int SIDE = 2 * REACH + 1;

    private final int left;
    private final int top;
    private final boolean[] set = new boolean[SIDE * SIDE];

    /** An empty patch around a place; it can reach 52 pixels to each side. */
    Blot(Point centre) {
        left = (int) Math.round(centre.x()) - REACH;
        top = (int) Math.round(centre.y()) - REACH;
    }

    int left() {
        return left;
    }

    int top() {
        return top;
    }

    int side() {
        return SIDE;
    }

    /** Whether the cell of the board belongs to the patch. */
    boolean has(int x, int y) {
        int dx = x - left;
        int dy = y - top;
        return dx >= 0 && dy >= 0 && dx < SIDE && dy < SIDE && set[dy * SIDE + dx];
    }

    /** The same by index, row after row from {@link #left()}, {@link #top()}. */
    boolean has(int index) {
        return set[index];
    }

    void dot(double x, double y, double radius) {
        int fromY = (int) Math.ceil(y - radius);
        int toY = (int) Math.floor(y + radius);
        for (int cy = fromY; cy <= toY; cy++) {
            double half = Math.sqrt(Math.max(0, radius * radius - (cy - y) * (cy - y)));
            int fromX = (int) Math.ceil(x - half);
            int toX = (int) Math.floor(x + half);
            for (int cx = fromX; cx <= toX; cx++) {
                int dx = cx - left;
                int dy = cy - top;
                if (dx >= 0 && dy >= 0 && dx < SIDE && dy < SIDE) {
                    set[dy * SIDE + dx] = true;
                }
            }
        }
    }

    /** A line of dots; thickness wavers by the share {@code ragged}. */
    void line(RandomGenerator random, Point from, Point to, double radius, double ragged) {
        double length = from.distance(to);
        double angle = Math.atan2(to.y() - from.y(), to.x() - from.x());
        double now = radius;
        for (double s = 0; s <= length + 0.5; s += 0.7) {
            now = Math.max(0.8, now + (random.nextDouble(-1, 1) * ragged + (radius - now) * 0.3));
            Point p = from.towards(angle, s);
            dot(p.x(), p.y(), now);
        }
    }

    /** A bent line over a middle place. */
    void bent(RandomGenerator random, Point from, Point middle, Point to, double radius, double ragged) {
        line(random, from, middle, radius, ragged);
        line(random, middle, to, radius, ragged);
    }

    /** A curved line through a middle place. */
    void bowed(RandomGenerator random, Point from, Point middle, Point to, double radius, double ragged) {
        Point pull = from.amid(to, 0.5).amid(middle, 2);
        Point last = from;
        for (int i = 1; i <= 8; i++) {
            double share = i / 8.0;
            Point next = from.amid(pull, share).amid(pull.amid(to, share), share);
            line(random, last, next, radius, ragged);
            last = next;
        }
    }

    /** One of several shapes, about {@code size} pixels from its centre to its rim. */
    static Blot any(RandomGenerator random, Point centre, double size) {
        Blot blot = new Blot(centre);
        if (random.nextInt(42) == 0) {
            // Only that it stands alone, or is in no drill table, tells it from artwork; sound boards have many more such holes.
            blot.dot(centre.x(), centre.y(), Math.max(3, Math.min(size * 0.75, 2 * LARGEST_DOT)));
            return blot;
        }
        switch (random.nextInt(14)) {
            case 0 -> blot.oval(random, centre, Math.min(size * 0.75, LARGEST_DOT));
            case 1, 2 -> blot.lump(random, centre, size);
            case 3 -> blot.brick(random, centre, size);
            case 4 -> blot.streaks(random, centre, size);
            case 5, 6 -> blot.scribble(random, centre, size);
            case 7 -> blot.spray(random, centre, size);
            case 8 -> blot.tadpole(random, centre, size);
            case 9 -> blot.fork(random, centre, size);
            case 10 -> blot.loop(random, centre, size);
            default -> {
                double angle = random.nextDouble(2 * Math.PI);
                double brush = Math.max(1.2, Math.min(6, size * random.nextDouble(0.15, 0.5)));
                blot.arc(random, centre.towards(angle + Math.PI, size - brush), angle, 2 * (size - brush), brush,
                        brush * random.nextDouble(0.6, 1.6), random.nextDouble(-1.4, 1.4));
            }
        }
        if (random.nextInt(10) == 0) {
            blot.speckle(random, 0.12);
        }
        return blot;
    }

    /**
     * A stroke of a round brush that bends evenly.
     *
     * @param angle direction at its middle, radians
     * @param first radius at the start, pixels
     * @param last radius at the end, pixels
     * @param bend how far the direction turns along the way, radians
     */
    void arc(RandomGenerator random, Point from, double angle, double length, double first, double last, double bend) {
        double ragged = random.nextInt(3) == 0 ? random.nextDouble(0.1, 0.5) : 0;
        Point at = from;
        dot(at.x(), at.y(), first);
        for (double s = 0.7; s <= length; s += 0.7) {
            double share = s / length;
            at = at.towards(angle + bend * (share - 0.5), 0.7);
            double radius = first + (last - first) * share + random.nextDouble(-1, 1) * ragged;
            dot(at.x(), at.y(), Math.max(0.8, radius));
        }
    }

    /** Small crosses of a spray brush along a line, {@code spread} pixels to each side. */
    void sprayed(RandomGenerator random, Point from, Point to, double spread, double dense) {
        double length = from.distance(to);
        double angle = Math.atan2(to.y() - from.y(), to.x() - from.x());
        for (double s = 0; s <= length; s += 2.2 / dense) {
            cross(from.towards(angle, s).towards(angle + Math.PI / 2, random.nextDouble(-1, 1) * spread));
        }
    }

    private void cross(Point p) {
        int x = (int) Math.round(p.x());
        int y = (int) Math.round(p.y());
        dot(x, y, 1);
    }

    private void oval(RandomGenerator random, Point centre, double radius) {
        double longer = radius * random.nextDouble(radius > 4 ? 0.35 : 0, 1.2);
        double angle = random.nextDouble(2 * Math.PI);
        line(random, centre.towards(angle, -longer / 2), centre.towards(angle, longer / 2),
                Math.max(2, radius * 0.85), 0);
    }

    private void spray(RandomGenerator random, Point centre, double size) {
        double angle = random.nextDouble(2 * Math.PI);
        int legs = random.nextInt(1, 5);
        Point at = centre.towards(angle + Math.PI, size * 0.8);
        for (int i = 0; i < legs; i++) {
            Point next = centre.towards(random.nextDouble(2 * Math.PI), size * random.nextDouble(0.3, 0.95));
            sprayed(random, at, i == 0 ? centre.towards(angle, size * 0.8) : next, size * random.nextDouble(0.05, 0.45),
                    random.nextDouble(0.6, 2.5));
            at = next;
        }
    }

    private void tadpole(RandomGenerator random, Point centre, double size) {
        double angle = random.nextDouble(2 * Math.PI);
        double head = size * random.nextDouble(0.25, 0.45);
        arc(random, centre.towards(angle + Math.PI, size), angle, 2 * size - head, 1,
                random.nextBoolean() ? 1.2 : head, random.nextDouble(-0.8, 0.8));
        Point end = centre.towards(angle, size - head);
        dot(end.x(), end.y(), head);
    }

    private void fork(RandomGenerator random, Point centre, double size) {
        double brush = Math.max(1.2, size * random.nextDouble(0.14, 0.32));
        double angle = random.nextDouble(2 * Math.PI);
        int arms = random.nextInt(2, 4);
        for (int i = 0; i < arms; i++) {
            line(random, centre, centre.towards(angle, size * random.nextDouble(0.5, 1)), brush, brush * 0.1);
            angle += random.nextDouble(1.2, 2.4);
        }
    }

    private void loop(RandomGenerator random, Point centre, double size) {
        double radius = size * random.nextDouble(0.35, 0.6);
        double brush = Math.max(1, radius * random.nextDouble(0.2, 0.5));
        double sweep = random.nextDouble(Math.PI, 2 * Math.PI);
        double start = random.nextDouble(2 * Math.PI);
        double flat = random.nextDouble(0.6, 1);
        for (double a = 0; a < sweep; a += 0.08) {
            Point p = centre.plus(radius * Math.cos(start + a), radius * flat * Math.sin(start + a));
            dot(p.x(), p.y(), brush);
        }
    }

    private void scribble(RandomGenerator random, Point centre, double size) {
        double angle = random.nextDouble(2 * Math.PI);
        Point at = centre.towards(angle + Math.PI, size * 0.9);
        double radius = Math.max(1, size * random.nextDouble(0.13, 0.42));
        int legs = random.nextInt(2, 5);
        for (int i = 0; i < legs; i++) {
            Point next = at.towards(angle, size * 2 / legs * random.nextDouble(0.7, 1.3));
            line(random, at, next, radius, radius * 0.25);
            at = next;
            angle += random.nextDouble(-1, 1);
        }
    }

    private void lump(RandomGenerator random, Point centre, double size) {
        int dots = random.nextInt(2, 5);
        for (int i = 0; i < dots; i++) {
            Point p = centre.towards(random.nextDouble(2 * Math.PI), size * random.nextDouble(0.1, 0.5));
            dot(p.x(), p.y(), size * random.nextDouble(0.3, 0.6));
        }
    }

    private void brick(RandomGenerator random, Point centre, double size) {
        double halfX = size * random.nextDouble(0.35, 0.95);
        double halfY = size * random.nextDouble(0.25, 0.6);
        boolean upright = random.nextBoolean();
        for (double v = -halfY; v <= halfY; v++) {
            Point from = upright ? centre.plus(v, -halfX) : centre.plus(-halfX, v);
            Point to = upright ? centre.plus(v, halfX) : centre.plus(halfX, v);
            line(random, from.plus(random.nextDouble(-1, 1), random.nextDouble(-1, 1)), to, 0.9, 0.1);
        }
    }

    private void streaks(RandomGenerator random, Point centre, double size) {
        int streaks = random.nextInt(3, 6);
        boolean upright = random.nextBoolean();
        for (int i = 0; i < streaks; i++) {
            double across = (i - (streaks - 1) / 2.0) * random.nextDouble(1.8, 2.8);
            double from = -size * random.nextDouble(0.2, 1);
            double to = size * random.nextDouble(0.2, 1);
            Point a = upright ? centre.plus(across, from) : centre.plus(from, across);
            Point b = upright ? centre.plus(across, to) : centre.plus(to, across);
            line(random, a, b, 1.2, 0.3);
        }
    }

    /** Takes the share {@code density} of cells out again, in specks of two pixels. */
    void speckle(RandomGenerator random, double density) {
        for (int y = 0; y < SIDE; y += 2) {
            for (int x = 0; x < SIDE; x += 2) {
                if (set[y * SIDE + x] && random.nextDouble() < density) {
                    clear(x, y);
                    clear(x + 1, y);
                    clear(x, y + 1);
                    clear(x + 1, y + 1);
                }
            }
        }
    }

    /** The patch with {@code rim} pixels more to every side. */
    Blot grown(int rim) {
        Blot grown = new Blot(new Point(left + REACH, top + REACH));
        for (int y = rim; y < SIDE - rim; y++) {
            for (int x = rim; x < SIDE - rim; x++) {
                if (set[y * SIDE + x]) {
                    for (int dy = -rim; dy <= rim; dy++) {
                        Arrays.fill(grown.set, (y + dy) * SIDE + x - rim, (y + dy) * SIDE + x + rim + 1, true);
                    }
                }
            }
        }
        return grown;
    }

    private void clear(int x, int y) {
        if (x < SIDE && y < SIDE) {
            set[y * SIDE + x] = false;
        }
    }
}
