package dev.framelot.load.board;

import java.util.random.RandomGenerator;

/**
 * What one board's designer kept to: a few track widths and a few drills. A bar of another width, or a hole that is
 * in no drill table, is therefore likely a flaw.
 */
final class DesignRules {

    /** A hole is moved to a size of the table only where that is at most this many times its own. */
    private static final double LARGER = 1.1;

    /** Every width and every drill. */
    static final DesignRules NONE = new DesignRules(new double[0], new double[0]);

    private final double[] widths;
    private final double[] drills;

    /** @param widths of tracks, pixels @param drills radii, pixels */
    DesignRules(double[] widths, double[] drills) {
        this.widths = widths;
        this.drills = drills;
    }

    /** Rules of a board whose tracks are about {@code scale} times the usual; every fifth board has none. */
    static DesignRules of(RandomGenerator random, double scale) {
        if (random.nextInt(5) == 0) {
            return NONE;
        }
        return new DesignRules(sizes(random, random.nextInt(1, 4), 4.5 * scale, 16 * scale),
                sizes(random, random.nextInt(1, 4), 4.8, 14));
    }

    private static double[] sizes(RandomGenerator random, int count, double least, double most) {
        double[] sizes = new double[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = least * Math.exp(random.nextDouble() * Math.log(most / least));
        }
        return sizes;
    }

    /** The width nearest to the one wished for, pixels. */
    double width(double wished) {
        double nearest = wished;
        double off = Double.MAX_VALUE;
        for (double width : widths) {
            double apart = Math.abs(Math.log(width / wished));
            if (apart < off) {
                off = apart;
                nearest = width;
            }
        }
        return nearest;
    }

    /** The largest drill of the table that fits, a radius in pixels; the one wished for where none does. */
    double drill(double wished) {
        double largest = 0;
        for (double drill : drills) {
            if (drill <= wished * LARGER) {
                largest = Math.max(largest, drill);
            }
        }
        return largest > 0 ? largest : wished;
    }
}
