package dev.framelot.load.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/**
 * Values as bars from zero, each beside a line at its goal.
 *
 * @param rows all with a goal and in {@code unit}; at least one
 * @param footer where they come from, in small letters
 */
record GoalBars(String title, String unit, List<FigureRow> rows, String footer) {
    static final int WIDTH = 1_000;
    static final int ROW_HEIGHT = 53;
    static final int TOP = 60;
    static final Color HELD = new Color(0x2471ab);
    static final Color MISSED = new Color(0xd98e04);
    static final Color GOAL = new Color(0xc0452b);
    private static final Color INK = new Color(0x1b1b22);
    private static final Color PALE_INK = new Color(0x666666);
    private static final Color GRID = new Color(0xe6e6e6);
    private static final int EDGE = 24;
    private static final int BAR_HEIGHT = 32;
    /** A goal's line beyond its bar, above and below. */
    private static final int BEYOND = 7;
    private static final int BELOW = 80;
    private static final int GAP = 10;
    private static final int MOST_TICKS = 6;
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    GoalBars {
        rows = List.copyOf(rows);
    }

    /** From values to pixels. @param left of the lowest value */
    private record Axis(double low, double high, int left, int right) {
        int x(double value) {
            return (int) Math.round(left + (value - low) / (high - low) * (right - left));
        }

        /** 1, 2 or 5 times a power of ten. */
        double step() {
            double least = (high - low) / MOST_TICKS;
            double ten = Math.pow(10, Math.floor(Math.log10(least)));
            return DoubleStream.of(1, 2, 5, 10).map(times -> times * ten).filter(step -> step >= least * (1 - 1e-9)).findFirst().orElseThrow();
        }
    }

    byte[] png() throws IOException {
        System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(WIDTH, TOP + rows.size() * ROW_HEIGHT + BELOW, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        write(canvas, title, HEADING, INK, EDGE, 36);
        Axis axis = axis(canvas);
        grid(canvas, axis);
        for (int i = 0; i < rows.size(); i++) {
            row(canvas, axis, rows.get(i), TOP + i * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2);
        }
        write(canvas, footer, SMALL, PALE_INK, EDGE, image.getHeight() - 22);
        canvas.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    /** As wide as names and what is written behind the bars leave it. */
    private Axis axis(Graphics2D canvas) {
        canvas.setFont(TEXT);
        int names = rows.stream().mapToInt(row -> canvas.getFontMetrics().stringWidth(row.name())).max().orElse(0);
        int told = rows.stream().mapToInt(row -> canvas.getFontMetrics().stringWidth(told(row))).max().orElse(0);
        double low = Math.min(0, ends().min().orElse(0));
        double high = Math.max(0, ends().max().orElse(0));
        return new Axis(low, high > low ? high : low + 1, EDGE + names + GAP, WIDTH - EDGE - told - GAP);
    }

    private DoubleStream ends() {
        return rows.stream().flatMapToDouble(row -> DoubleStream.of(row.value(), row.goal().orElseThrow().limit())).filter(Double::isFinite);
    }

    private void grid(Graphics2D canvas, Axis axis) {
        int bottom = TOP + rows.size() * ROW_HEIGHT;
        double step = axis.step();
        for (long tick = (long) Math.ceil(axis.low() / step - 1e-9); tick * step <= axis.high() * (1 + 1e-9); tick++) {
            int x = axis.x(tick * step);
            canvas.setColor(GRID);
            canvas.drawLine(x, TOP, x, bottom);
            String text = number(tick * step, step) + (unit.isEmpty() ? "" : " " + unit);
            canvas.setFont(TEXT);
            write(canvas, text, TEXT, PALE_INK, x - canvas.getFontMetrics().stringWidth(text) / 2, bottom + 20);
        }
    }

    private static void row(Graphics2D canvas, Axis axis, FigureRow row, int y) {
        int goal = axis.x(row.goal().orElseThrow().limit());
        int baseline = y + BAR_HEIGHT / 2 + 5;
        int end = axis.x(0);
        write(canvas, row.name(), TEXT, INK, EDGE, baseline);
        if (Double.isFinite(row.value())) {
            end = axis.x(row.value());
            canvas.setColor(row.held().orElseThrow() ? HELD : MISSED);
            canvas.fillRect(Math.min(axis.x(0), end), y, Math.abs(end - axis.x(0)), BAR_HEIGHT);
        }
        canvas.setColor(GOAL);
        canvas.fillRect(goal - 1, y - BEYOND, 3, BAR_HEIGHT + 2 * BEYOND);
        write(canvas, told(row), TEXT, INK, Math.max(goal, end) + GAP, baseline);
    }

    private static String told(FigureRow row) {
        String goal = row.goal().orElseThrow().words();
        if (!Double.isFinite(row.value())) {
            return "not measured, " + goal;
        }
        return number(row.value(), Math.abs(row.value()) >= 1 ? 0.1 : 0.01) + (row.held().orElseThrow() ? " of " : ", missed: ") + goal;
    }

    /** With as many digits as steps of this size need; none where it is whole. */
    private static String number(double value, double step) {
        int digits = value == Math.rint(value) ? 0 : (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static void write(Graphics2D canvas, String text, Font font, Color ink, int x, int baseline) {
        canvas.setFont(font);
        canvas.setColor(ink);
        canvas.drawString(text, x, baseline);
    }
}
