package dev.framelot.load.figure;

/**
 * One measured value.
 *
 * @param goal in words, such as "<= 40"; empty where there is none
 * @param held whether the value meets the goal; true where there is none
 */
record FigureRow(String name, double value, String unit, String goal, boolean held) {

    static FigureRow atMost(String name, double value, String unit, double most) {
        return new FigureRow(name, value, unit, "<= " + text(most), value <= most);
    }

    static FigureRow atLeast(String name, double value, String unit, double least) {
        return new FigureRow(name, value, unit, ">= " + text(least), value >= least);
    }

    static FigureRow exactly(String name, double value, String unit, double wanted) {
        return new FigureRow(name, value, unit, "= " + text(wanted), value == wanted);
    }

    /** For the reader's information. */
    static FigureRow plain(String name, double value, String unit) {
        return new FigureRow(name, value, unit, "", true);
    }

    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value) : String.format(java.util.Locale.ROOT, "%.3f", value);
    }
}
