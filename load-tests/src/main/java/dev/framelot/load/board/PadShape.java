package dev.framelot.load.board;

import java.util.random.RandomGenerator;

/** The outlines that pads come in. */
enum PadShape {
    ROUND,
    SQUARE,
    SOFT_SQUARE,
    OBLONG;

    static PadShape any(RandomGenerator random) {
        return values()[random.nextInt(values().length)];
    }

    /**
     * Draws one pad.
     *
     * @param half half the pad's width, pixels
     * @param aspect height over width
     * @param hole radius of the drill hole, pixels, 0 for none
     */
    void draw(Copper copper, Point at, double half, double aspect, double hole) {
        double halfHeight = half * aspect;
        switch (this) {
            case ROUND -> copper.disc(at.x(), at.y(), half, true);
            case SQUARE -> copper.slab(at.x(), at.y(), half, halfHeight, 0, true);
            case SOFT_SQUARE -> copper.slab(at.x(), at.y(), half, halfHeight, half * 0.35, true);
            case OBLONG -> copper.slab(at.x(), at.y(), half, halfHeight, Math.min(half, halfHeight), true);
        }
        if (hole > 0) {
            copper.drill(at.x(), at.y(), hole);
        }
    }
}
