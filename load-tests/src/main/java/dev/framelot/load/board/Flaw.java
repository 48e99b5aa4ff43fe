package dev.framelot.load.board;

import java.util.List;
import java.util.random.RandomGenerator;

/** Finds a place on a board for a defect of one class, and the shape it takes there. */
final class Flaw {

    /** The longest cut or bridge, pixels. */
    private static final double LONGEST = 96;
    /** A bite or spur reaches at least this far from the edge, pixels. */
    private static final double SHALLOWEST = 4;
    /** A bite leaves at least this much copper, and a spur this much gap, pixels. */
    private static final int NECK = 2;
    private static final int THROWS = 60;

    private final Copper board;
    private final DistanceField depth;
    private final DistanceField gap;

    /** Measures the sound board once; later defects are placed by the same measures. */
    Flaw(Copper board) {
        this.board = board;
        this.depth = new DistanceField(board, true);
        this.gap = new DistanceField(board, false);
    }

    /** One attempt: the patch to add or take away, or null where the place thrown does not do. */
    Blot attempt(Defect defect, RandomGenerator random) {
        return switch (defect) {
            case OPEN -> cut(random);
            case SHORT -> bridge(random);
            case MOUSEBITE -> edge(random, true);
            case SPUR -> edge(random, false);
            case SPURIOUS_COPPER -> within(gap, random, size(random), 4);
            case PIN_HOLE -> within(depth, random, size(random), 2);
        };
    }

    /** From the middle to the rim, pixels; now and then much larger than usual. */
    private static double size(RandomGenerator random) {
        return random.nextInt(12) == 0 ? random.nextDouble(16, 34) : random.nextDouble(4, 17);
    }

    /** A stroke across copper from bare to bare, that parts what hung together. */
    private Blot cut(RandomGenerator random) {
        double widest = random.nextInt(4) == 0 ? LONGEST / 2 : 16;
        Point at = random.nextInt(5) == 0
                ? depth.anywhere(random, 2, 22, THROWS)
                : depth.onRidge(random, 1.6, widest, THROWS);
        Across across = at == null ? null : across(random, at, true);
        if (across == null) {
            return null;
        }
        double thick = switch (random.nextInt(6)) {
            case 0 -> random.nextDouble(4, 9);
            case 1 -> random.nextDouble(3, 5);
            default -> random.nextDouble(1.3, 3.6);
        };
        thick = Math.min(thick, 2 + across.length * 0.45);
        Blot blot = stroke(random, across, thick, random.nextDouble(0.8, 3.5));
        Point one = at.towards(across.angle + Math.PI / 2, thick + 5);
        Point other = at.towards(across.angle - Math.PI / 2, thick + 5);
        Neighbourhood around = new Neighbourhood(board, at, (int) Math.min(58, across.length / 2 + 14));
        if (!around.joined(one, other)) {
            return null;
        }
        around.paint(blot, false);
        return around.joined(one, other) ? null : blot;
    }

    /** A stroke over bare laminate from copper to copper, that joins what was apart. */
    private Blot bridge(RandomGenerator random) {
        if (!board.mouths().isEmpty() && random.nextBoolean()) {
            return shutMouth(random);
        }
        Point at = random.nextInt(5) == 0
                ? gap.anywhere(random, 2, 22, THROWS)
                : gap.onRidge(random, 1.8, LONGEST / 2, THROWS);
        boolean bar = random.nextInt(5) < 2;
        Across across = at == null ? null : bar ? upright(random, at) : across(random, at, false);
        if (across == null || random.nextDouble() * across.length > 34) {
            return null;
        }
        Blot blot = bar ? bar(random, across) : stroke(random, across, thickness(random), random.nextDouble(2.5, 4));
        return joining(at, across.one, across.other, across.length / 2 + 5, blot);
    }

    /** A stroke from lip to lip that makes a broken ring whole, straight or bowed as the rim would be. */
    private Blot shutMouth(RandomGenerator random) {
        Point[] mouth = board.mouths().get(random.nextInt(board.mouths().size()));
        Point one = mouth[0];
        Point other = mouth[1];
        double length = one.distance(other);
        if (length < 5 || length > LONGEST || !copperAt(one) || !copperAt(other)) {
            return null;
        }
        Point at = one.amid(other, 0.5);
        Blot blot;
        if (random.nextInt(3) == 0) {
            double angle = Math.atan2(one.y() - other.y(), one.x() - other.x());
            blot = stroke(random, new Across(one, other, angle, length), thickness(random), random.nextDouble(2.5, 4));
        } else {
            blot = new Blot(at);
            blot.bowed(random, one, at.amid(mouth[2], random.nextDouble(0.2, 1.2)), other,
                    random.nextDouble(1.6, 5), random.nextDouble(0, 0.5));
        }
        // Seen from the rim, so that the way round the back of the ring stays out of sight.
        Point rim = mouth[2];
        double reach = Math.max(rim.farthest(one), rim.farthest(other));
        return joining(rim, one, other, reach + 3, blot);
    }

    private boolean copperAt(Point p) {
        return board.at((int) Math.round(p.x()), (int) Math.round(p.y()));
    }

    private static double thickness(RandomGenerator random) {
        return random.nextInt(7) == 0 ? random.nextDouble(5, 13) : random.nextDouble(1.2, 4.8);
    }

    /** The patch over the gap, or null where its ends hang together already or it fails to join them. */
    private Blot joining(Point at, Point one, Point other, double reach, Blot blot) {
        Neighbourhood around = new Neighbourhood(board, at, (int) Math.min(58, reach));
        if (around.joined(one, other)) {
            return null;
        }
        around.paint(blot, true);
        return around.joined(one, other) ? blot : null;
    }

    /**
     * A straight way from one side of a conductor or gap to the other.
     *
     * @param one just past one end
     * @param other just past the other end
     * @param angle its direction, radians
     * @param length between the ends, pixels
     */
    private record Across(Point one, Point other, double angle, double length) {}

    private Across across(RandomGenerator random, Point at, boolean copper) {
        double half = (copper ? depth : gap).at((int) at.x(), (int) at.y());
        double angle = random.nextBoolean()
                ? random.nextDouble(2 * Math.PI)
                : random.nextInt(8) * Math.PI / 4 + random.nextDouble(-0.12, 0.12);
        return across(at, angle, copper, Math.min(LONGEST, 2 * half * random.nextDouble(1.05, 3.2) + 4));
    }

    /** A way over bare laminate along one of the board's axes, seldom along a diagonal. */
    private Across upright(RandomGenerator random, Point at) {
        double angle = (random.nextInt(4) * 2 + (random.nextInt(6) == 0 ? 1 : 0)) * Math.PI / 4;
        double half = gap.at((int) at.x(), (int) at.y());
        return across(at, angle, false, Math.min(LONGEST, 2.2 * half + 4));
    }

    private Across across(Point at, double angle, boolean copper, double longest) {
        Point one = toRim(at, angle, copper, longest);
        Point other = toRim(at, angle + Math.PI, copper, longest);
        if (one == null || other == null) {
            return null;
        }
        double length = one.distance(other);
        return length > longest ? null : new Across(one, other, angle, length);
    }

    /** The first cell of the other material, and two pixels more. */
    private Point toRim(Point from, double angle, boolean copper, double longest) {
        for (double s = 0; s <= longest; s++) {
            Point next = from.towards(angle, s);
            int x = (int) Math.round(next.x());
            int y = (int) Math.round(next.y());
            if (x < 0 || y < 0 || x >= board.width || y >= board.height) {
                return null;
            }
            if (board.at(x, y) != copper) {
                return next.towards(angle, 2);
            }
        }
        return null;
    }

    /** A clean straight bar, which differs from a track by nothing but where it lies. */
    private static Blot bar(RandomGenerator random, Across across) {
        Blot blot = new Blot(across.one.amid(across.other, 0.5));
        blot.line(random, across.one, across.other, random.nextDouble(1.4, 4.2), random.nextInt(3) == 0 ? 0.1 : 0);
        return blot;
    }

    private Blot stroke(RandomGenerator random, Across across, double thick, double overshoot) {
        Point one = across.one.towards(across.angle, overshoot - 2);
        Point other = across.other.towards(across.angle + Math.PI, overshoot - 2);
        Point middle = new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
        Blot blot = new Blot(middle);
        double wander = Math.min(7, across.length * 0.12);
        middle = middle.plus(random.nextDouble(-1, 1) * wander, random.nextDouble(-1, 1) * wander);
        switch (random.nextInt(8)) {
            case 0 -> {
                blot.bent(random, one, middle, other, random.nextDouble(0.9, 1.6), 0.2);
                blot.sprayed(random, one, other, thick + 1.5, random.nextDouble(0.7, 2.5));
            }
            case 1 -> {
                double side = across.angle + Math.PI / 2;
                for (int i = random.nextInt(2, 4); i > 0; i--) {
                    double off = random.nextDouble(-4, 4);
                    double far = random.nextDouble(-4, 4);
                    blot.bent(random, one.towards(side, off), middle.towards(side, random.nextDouble(-4, 4)),
                            other.towards(side, far), Math.min(thick, 1.6), 0.25);
                }
            }
            case 2 -> {
                blot.bent(random, one, middle, other, thick, random.nextDouble(0.05, 0.35) * thick);
                if (random.nextBoolean()) {
                    blot.speckle(random, random.nextDouble(0.05, 0.25));
                }
            }
            case 3, 4 -> blot.line(random, one, other, thick, random.nextDouble(0, 0.15));
            default -> blot.bent(random, one, middle, other, thick, random.nextDouble(0, 0.2) * thick);
        }
        return blot;
    }

    private Blot edge(RandomGenerator random, boolean bite) {
        Point rim = bite ? depth.anywhere(random, 1, 12, THROWS) : gap.anywhere(random, 1, 12, THROWS);
        if (rim == null) {
            return null;
        }
        double angle = random.nextDouble(2 * Math.PI);
        rim = walkToRim(rim, angle, bite);
        if (rim == null) {
            return null;
        }
        Blot blot = atEdge(random, rim, angle + Math.PI);
        DistanceField field = bite ? depth : gap;
        double deepest = 0;
        int changed = 0;
        for (int i = 0; i < blot.side() * blot.side(); i++) {
            if (blot.has(i)) {
                double d = field.at(blot.left() + i % blot.side(), blot.top() + i / blot.side());
                deepest = Math.max(deepest, d);
                changed += d > 0 ? 1 : 0;
            }
        }
        if (deepest < SHALLOWEST || changed < 20) {
            return null;
        }
        Neighbourhood around = new Neighbourhood(board, rim, 42);
        if (bite && changed > around.copperCells() * 0.25) {
            return null;
        }
        int copperBefore = around.pieces(true);
        int bareBefore = around.pieces(false);
        around.paint(blot.grown(NECK), !bite);
        return around.pieces(true) == copperBefore && around.pieces(false) == bareBefore ? blot : null;
    }

    /** A stroke or a bump that leads off the edge, or any shape that lies over it. */
    private static Blot atEdge(RandomGenerator random, Point rim, double away) {
        int kind = random.nextInt(8);
        if (kind < 2) {
            return Blot.any(random, rim, random.nextDouble(5, 16));
        }
        Blot blot = new Blot(rim);
        if (kind < 6) {
            double brush = random.nextInt(4) == 0 ? random.nextDouble(3.5, 7) : random.nextDouble(1.5, 4);
            double length = random.nextInt(3) == 0 ? random.nextDouble(13, 36) : random.nextDouble(5, 16);
            Point from = rim.towards(away + Math.PI, random.nextDouble(1, 5));
            double heading = away + random.nextDouble(-0.6, 0.6);
            blot.arc(random, from, heading, length, brush, brush * random.nextDouble(0.5, 1.4),
                    random.nextInt(3) == 0 ? random.nextDouble(-1.5, 1.5) : random.nextDouble(-0.3, 0.3));
            if (random.nextInt(6) == 0) {
                blot.arc(random, rim, away + random.nextDouble(-1.2, 1.2), length * 0.7, brush * 0.8, brush * 0.7, 0);
            }
        } else if (kind == 6) {
            double radius = random.nextInt(4) == 0 ? random.nextDouble(9, 15) : random.nextDouble(4.5, 10);
            Point middle = rim.towards(away, random.nextDouble(-0.4, 0.5) * radius);
            blot.dot(middle.x(), middle.y(), radius);
            if (random.nextInt(3) == 0) {
                Point beside = middle.towards(away + Math.PI / 2, random.nextDouble(3, 10));
                blot.dot(beside.x(), beside.y(), radius * random.nextDouble(0.6, 1));
            }
        } else {
            double length = random.nextInt(4) == 0 ? random.nextDouble(15, 40) : random.nextDouble(6, 20);
            Point a = rim.towards(away + Math.PI / 2, length).towards(away, random.nextDouble(-2, 4));
            Point b = rim.towards(away - Math.PI / 2, length).towards(away, random.nextDouble(-2, 4));
            blot.sprayed(random, a, b, random.nextDouble(2, 8), random.nextDouble(0.8, 3));
            if (random.nextBoolean()) {
                blot.arc(random, rim, away, random.nextDouble(4, 12), 1.4, 1.2, 0);
            }
        }
        if (random.nextInt(8) == 0) {
            blot.speckle(random, 0.15);
        }
        return blot;
    }

    private Point walkToRim(Point from, double angle, boolean copper) {
        for (int step = 0; step < 40; step++) {
            Point next = from.towards(angle, step);
            int x = (int) next.x();
            int y = (int) next.y();
            if (x < 0 || y < 0 || x >= board.width || y >= board.height) {
                return null;
            }
            if (board.at(x, y) != copper) {
                return next.towards(angle, -1);
            }
        }
        return null;
    }

    private Blot within(DistanceField field, RandomGenerator random, double size, double clearance) {
        boolean small = random.nextInt(3) == 0;
        boolean middle = !small && random.nextInt(3) == 0;
        Point at = middle
                ? field.onRidge(random, 3.5 + clearance, 14, THROWS)
                : small
                ? field.anywhere(random, 3.5 + clearance, 14, THROWS)
                : field.anywhere(random, 3.5 + clearance, Double.MAX_VALUE, 8);
        if (at == null) {
            return null;
        }
        double room = field.at((int) at.x(), (int) at.y());
        double most = random.nextInt(3) == 0 ? size : Math.max(3.2, room - clearance);
        Blot blot = Blot.any(random, at, Math.min(size, most));
        for (int i = 0; i < blot.side() * blot.side(); i++) {
            if (blot.has(i)
                    && field.at(blot.left() + i % blot.side(), blot.top() + i / blot.side()) <= clearance) {
                return null;
            }
        }
        return blot;
    }
}
