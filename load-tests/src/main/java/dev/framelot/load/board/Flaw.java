package dev.framelot.load.board;

import java.util.List;
import java.util.random.RandomGenerator;

/** Finds a place on a board for a defect of one class, and the shape it takes there. */
final class Flaw {

    private static final double BETWEEN_OPPOSITE = 2.0;
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
            case OPEN -> open(random);
            case SHORT -> bridge(random);
            case MOUSEBITE -> edge(random, true);
            case SPUR -> edge(random, false);
            case SPURIOUS_COPPER -> within(gap, random, random.nextDouble(4.5, 18), 4);
            case PIN_HOLE -> within(depth, random, random.nextDouble(4, 16), 2);
        };
    }

    private Blot open(RandomGenerator random) {
        Point at = depth.onRidge(random, 1.6, 17, THROWS);
        if (at == null) {
            return null;
        }
        double half = depth.at((int) at.x(), (int) at.y());
        double reach = Math.max(2.1 * half, half + 7);
        List<Ring.Arc> arcs = Ring.arcs(board, at, reach);
        if (arcs.size() != 2 || arcs.get(0).apart(arcs.get(1)) < BETWEEN_OPPOSITE
                || arcs.get(0).sweep() > 2 || arcs.get(1).sweep() > 2) {
            return null;
        }
        double across = arcs.get(0).angle() + Math.PI / 2 + random.nextDouble(-0.75, 0.75);
        double length = (half + random.nextDouble(1.5, 4)) / Math.abs(Math.sin(across - arcs.get(0).angle()));
        double thick = random.nextInt(3) == 0 ? random.nextDouble(4, 8) : random.nextDouble(1.6, 4);
        thick = Math.min(thick, reach * 0.45);
        Blot blot = new Blot(at);
        Point middle = at.plus(random.nextDouble(-2, 2), random.nextDouble(-2, 2));
        blot.bent(random, at.towards(across, length), middle, at.towards(across + Math.PI, length), thick,
                random.nextDouble(0.05, 0.35) * thick);
        if (random.nextInt(4) == 0) {
            blot.speckle(random, random.nextDouble(0.05, 0.25));
        }
        Point one = at.towards(arcs.get(0).angle(), reach);
        Point other = at.towards(arcs.get(1).angle(), reach);
        Neighbourhood around = new Neighbourhood(board, at, (int) reach + 4);
        if (!around.joined(one, other)) {
            return null;
        }
        around.paint(blot, false);
        return around.joined(one, other) ? null : blot;
    }

    private Blot bridge(RandomGenerator random) {
        Point at = gap.onRidge(random, 1.8, 30, THROWS);
        if (at == null) {
            return null;
        }
        double half = gap.at((int) at.x(), (int) at.y());
        if (half > 16 && random.nextInt(4) > 0) {
            return null;
        }
        List<Ring.Arc> arcs = Ring.arcs(board, at, half + 3.5);
        if (arcs.size() < 2) {
            return null;
        }
        int first = random.nextInt(arcs.size());
        int second = (first + 1 + random.nextInt(arcs.size() - 1)) % arcs.size();
        if (arcs.get(first).apart(arcs.get(second)) < BETWEEN_OPPOSITE) {
            return null;
        }
        Point one = at.towards(arcs.get(first).angle(), half + 3.5);
        Point other = at.towards(arcs.get(second).angle(), half + 3.5);
        Blot blot = new Blot(at);
        double thick = random.nextDouble(1.3, 4.8);
        double wander = Math.min(4, half * 0.5);
        Point middle = at.plus(random.nextDouble(-1, 1) * wander, random.nextDouble(-1, 1) * wander);
        blot.bent(random, one, middle, other, thick, random.nextDouble(0.03, 0.3) * thick);
        if (random.nextInt(5) == 0) {
            blot.line(random, one.plus(random.nextDouble(-3, 3), random.nextDouble(-3, 3)), other, 1.2, 0.3);
        }
        if (random.nextInt(5) == 0) {
            blot.speckle(random, random.nextDouble(0.05, 0.2));
        }
        Neighbourhood around = new Neighbourhood(board, at, (int) half + 9);
        if (around.joined(one, other)) {
            return null;
        }
        around.paint(blot, true);
        return around.joined(one, other) ? blot : null;
    }

    private Blot edge(RandomGenerator random, boolean bite) {
        Point rim = bite ? depth.anywhere(random, 1, 12, THROWS) : gap.anywhere(random, 1, 12, THROWS);
        if (rim == null) {
            return null;
        }
        rim = walkToRim(rim, random.nextDouble(2 * Math.PI), bite);
        if (rim == null) {
            return null;
        }
        double size = random.nextDouble(4.5, 16);
        Blot blot = Blot.any(random, rim, size);
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
        if (deepest < SHALLOWEST || changed < 18) {
            return null;
        }
        Neighbourhood around = new Neighbourhood(board, rim, 26);
        int copperBefore = around.pieces(true);
        int bareBefore = around.pieces(false);
        around.paint(blot.grown(NECK), !bite);
        return around.pieces(true) == copperBefore && around.pieces(false) == bareBefore ? blot : null;
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
        Point at = field.anywhere(random, 3.5 + clearance, Double.MAX_VALUE, 8);
        if (at == null) {
            return null;
        }
        double room = field.at((int) at.x(), (int) at.y());
        Blot blot = Blot.any(random, at, Math.min(size, Math.max(3.2, room - clearance)));
        for (int i = 0; i < blot.side() * blot.side(); i++) {
            if (blot.has(i)
                    && field.at(blot.left() + i % blot.side(), blot.top() + i / blot.side()) <= clearance) {
                return null;
            }
        }
        return blot;
    }
}
