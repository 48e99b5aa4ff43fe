package dev.framelot.load.simulate;

import dev.framelot.batching.Shapes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Run time by shape. Written {@code 4+0.25*b} (milliseconds, b the shape) or as a table {@code 1:4.2,2:4.4,4:5.1}; shapes
 * between two of a table lie on the line through them, beyond its last they grow in proportion.
 */
public final class Curve {
    private static final String NUMBER = "([0-9]*\\.?[0-9]+)";
    private static final Pattern FIXED = Pattern.compile(NUMBER);
    private static final Pattern PER_FRAME = Pattern.compile("(?:" + NUMBER + "\\*?)?b");
    private static final Pattern POINT = Pattern.compile("\\s*([0-9]{1,6})\\s*:\\s*" + NUMBER + "\\s*");

    private final String text;
    private final TreeMap<Integer, Double> points = new TreeMap<>();
    private double fixedMillis;
    private double perFrameMillis;

    private Curve(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException neither a line nor a table, or a time that is not above 0 */
    public static Curve parse(String text) {
        Curve curve = new Curve(text.trim());
        if (text.contains(":")) {
            return curve.table();
        }
        for (String term : text.toLowerCase(Locale.ROOT).replace(" ", "").split("\\+", -1)) {
            Matcher fixed = FIXED.matcher(term);
            Matcher perFrame = PER_FRAME.matcher(term);
            if (fixed.matches()) {
                curve.fixedMillis += Double.parseDouble(fixed.group(1));
            } else if (perFrame.matches()) {
                curve.perFrameMillis += perFrame.group(1) == null ? 1 : Double.parseDouble(perFrame.group(1));
            } else {
                throw new IllegalArgumentException("Curve '" + text + "': '" + term + "' is neither milliseconds nor a multiple of b; write a line like"
                        + " 4+0.25*b or a table like 1:4.2,8:6.4 (shape:milliseconds)");
            }
        }
        if (curve.fixedMillis + curve.perFrameMillis <= 0) {
            throw new IllegalArgumentException("Curve '" + text + "': a run must take more than 0 ms");
        }
        return curve;
    }

    private Curve table() {
        for (String part : text.split(",")) {
            Matcher point = POINT.matcher(part);
            if (!point.matches()) {
                throw new IllegalArgumentException("Curve '" + text + "': '" + part.trim() + "' is no point; write shape:milliseconds, like 8:6.4");
            }
            int shape = Integer.parseInt(point.group(1));
            double millis = Double.parseDouble(point.group(2));
            if (shape < 1 || millis <= 0) {
                throw new IllegalArgumentException("Curve '" + text + "': shape " + shape + " in " + millis + " ms; a shape is at least 1, a time more than 0");
            }
            if (points.put(shape, millis) != null) {
                throw new IllegalArgumentException("Curve '" + text + "': shape " + shape + " is there twice");
            }
        }
        return this;
    }

    public static Curve line(double fixedMillis, double perFrameMillis) {
        return parse(fixedMillis + "+" + perFrameMillis + "*b");
    }

    public double millis(int shape) {
        if (points.isEmpty()) {
            return fixedMillis + perFrameMillis * shape;
        }
        Map.Entry<Integer, Double> below = points.floorEntry(shape);
        Map.Entry<Integer, Double> above = points.ceilingEntry(shape);
        if (below == null) {
            return above.getValue();
        }
        if (above == null) {
            return below.getValue() * shape / below.getKey();
        }
        if (below.getKey().equals(above.getKey())) {
            return below.getValue();
        }
        double share = (double) (shape - below.getKey()) / (above.getKey() - below.getKey());
        return below.getValue() + share * (above.getValue() - below.getValue());
    }

    public long nanos(int shape) {
        return Math.max(1, Math.round(millis(shape) * 1e6));
    }

    /** For each shape its time, as a start-up measurement would give it. */
    public Map<Integer, Long> measured(Shapes shapes) {
        Map<Integer, Long> nanos = new LinkedHashMap<>();
        shapes.ascending().forEach(shape -> nanos.put(shape, nanos(shape)));
        return nanos;
    }

    /** Frames per second of the best shape, one lane. */
    public double capacity(Shapes shapes) {
        return shapes.ascending().stream().mapToDouble(shape -> shape * 1e3 / millis(shape)).max().orElseThrow();
    }

    /** Larger shapes that take less time than smaller ones; empty for a curve as devices have it. */
    public boolean monotone(Shapes shapes) {
        double before = 0;
        for (int shape : shapes.ascending()) {
            if (millis(shape) < before) {
                return false;
            }
            before = millis(shape);
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
