package dev.framelot.load.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a value is to reach, in the unit of its row. */
record Goal(Relation relation, double limit) {
    enum Relation {
        AT_LEAST(">=", "at least"),
        AT_MOST("<=", "at most"),
        EXACTLY("=", "exactly");

        private final String sign;
        private final String words;

        Relation(String sign, String words) {
            this.sign = sign;
            this.words = words;
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

    /** As {@link #toString} writes it; empty: it is none. */
    static Optional<Goal> read(String text) {
        int gap = text.indexOf(' ');
        if (gap < 0) {
            return Optional.empty();
        }
        try {
            double limit = Double.parseDouble(text.substring(gap + 1));
            return Arrays.stream(Relation.values()).filter(relation -> relation.sign.equals(text.substring(0, gap))).findFirst().map(relation -> new Goal(relation, limit));
        } catch (NumberFormatException noLimit) {
            return Optional.empty();
        }
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
        return relation.sign + " " + number();
    }

    /** As a sentence has it. */
    String words() {
        return relation.words + " " + number();
    }

    private String number() {
        return limit == Math.rint(limit) ? String.format(Locale.ROOT, "%.0f", limit) : String.valueOf(limit);
    }
}
