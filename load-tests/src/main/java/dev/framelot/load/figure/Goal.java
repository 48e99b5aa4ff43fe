package dev.framelot.load.figure;

import java.util.Locale;

/** What a value is to reach, in the unit of its row. */
record Goal(Relation relation, double limit) {
    enum Relation {
        AT_LEAST(">="),
        AT_MOST("<="),
        EXACTLY("=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }
    }

    static Goal atLeast(double limit) {
        return new Goal(Relation.AT_LEAST, limit);
    }

    static Goal atMost(double limit) {
        return new Goal(Relation.AT_MOST, limit);
    }

    static Goal exactly(double limit) {
        return new Goal(Relation.EXACTLY, limit);
    }

    /** A value that could not be measured (not a number) holds no goal. */
    boolean heldBy(double value) {
        return switch (relation) {
            case AT_LEAST -> value >= limit;
            case AT_MOST -> value <= limit;
            case EXACTLY -> value == limit;
        };
    }

    @Override
    public String toString() {
        return relation.sign + " " + (limit == Math.rint(limit) ? String.format(Locale.ROOT, "%.0f", limit) : String.valueOf(limit));
    }
}
