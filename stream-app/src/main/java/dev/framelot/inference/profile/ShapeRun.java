package dev.framelot.inference.profile;

import dev.framelot.inference.CostCurve;
import java.util.OptionalLong;

/**
 * One shape, as it ran.
 *
 * @param runs measured ones
 * @param grownBytes memory in use after these runs above that before the first shape of all; empty where nobody tells
 */
public record ShapeRun(int shape, int runs, CostCurve.Cost cost, OptionalLong grownBytes) {
    public ShapeRun {
        if (shape < 1 || runs < 1 || cost.medianNanos() < 1) {
            throw new IllegalArgumentException(
                    "Shape " + shape + " with " + runs + " runs of " + cost.medianNanos() + " ns: each must be at least 1");
        }
    }

    public double framesPerSecond() {
        return shape * 1e9 / cost.medianNanos();
    }

    public double millisPerFrame() {
        return cost.medianNanos() / 1e6 / shape;
    }
}
