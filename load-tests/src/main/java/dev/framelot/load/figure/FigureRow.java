package dev.framelot.load.figure;

import java.util.Objects;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param value in {@code unit}; not a number where it could not be measured
 * @param unit empty for a ratio
 * @param goal empty for a value that only explains another
 */
record FigureRow(String name, double value, String unit, Optional<Goal> goal) {
    FigureRow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(goal, "goal");
    }

    static FigureRow of(String name, double value, String unit, Goal goal) {
        return new FigureRow(name, value, unit, Optional.of(goal));
    }

    /** Without a goal. */
    static FigureRow told(String name, double value, String unit) {
        return new FigureRow(name, value, unit, Optional.empty());
    }

    /** Empty where there is no goal. */
    Optional<Boolean> held() {
        return goal.map(limit -> limit.heldBy(value));
    }
}
