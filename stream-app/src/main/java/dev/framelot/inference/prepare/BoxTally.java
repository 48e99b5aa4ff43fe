package dev.framelot.inference.prepare;

import dev.framelot.frame.Detection;
import dev.framelot.image.Letterbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Counts how the boxes of two models differ, frame after frame. Mutable; one thread. */
public final class BoxTally {
    private final String frames;
    private final float leastConfidence;
    private final int mostBoxes;
    private final Tolerance tolerance;
    private int frameCount;
    private int before;
    private int after;
    private int matched;
    private int lost;
    private float worstPixels;
    private float worstConfidence;

    /**
     * @param frames what they are, for the table
     * @param leastConfidence the threshold that boxes had to pass
     * @param mostBoxes that a frame could give
     */
    BoxTally(String frames, float leastConfidence, int mostBoxes, Tolerance tolerance) {
        this.frames = frames;
        this.leastConfidence = leastConfidence;
        this.mostBoxes = mostBoxes;
        this.tolerance = tolerance;
    }

    void add(List<Detection> ours, List<Detection> theirs, Letterbox letterbox) {
        frameCount++;
        before += ours.size();
        after += theirs.size();
        List<Detection> left = new ArrayList<>(theirs);
        for (Detection box : ours) {
            Optional<Detection> twin = nearest(box, left, letterbox);
            if (twin.isEmpty()) {
                loose(box, theirs);
                continue;
            }
            left.remove(twin.get());
            matched++;
            worstPixels = Math.max(worstPixels, pixels(box, twin.get(), letterbox));
            worstConfidence = Math.max(worstConfidence, Math.abs(box.confidence() - twin.get().confidence()));
        }
        left.forEach(box -> loose(box, ours));
    }

    /** At the threshold a box may pass on one side only, and at the end of a list that is full. @param others surest first */
    private void loose(Detection box, List<Detection> others) {
        float least = others.size() < mostBoxes ? leastConfidence : Math.max(leastConfidence, others.get(others.size() - 1).confidence());
        if (box.confidence() >= least + tolerance.confidence()) {
            lost++;
        }
    }

    /** Of the same class, within a few tolerances: further off it is another box. */
    private Optional<Detection> nearest(Detection box, List<Detection> others, Letterbox letterbox) {
        Detection best = null;
        float bestPixels = 4 * tolerance.pixels();
        for (Detection other : others) {
            float pixels = pixels(box, other, letterbox);
            if (other.classId() == box.classId() && pixels < bestPixels) {
                best = other;
                bestPixels = pixels;
            }
        }
        return Optional.ofNullable(best);
    }

    private static float pixels(Detection one, Detection other, Letterbox letterbox) {
        float x = Math.max(Math.abs(one.x1() - other.x1()), Math.abs(one.x2() - other.x2())) * letterbox.scaleX();
        float y = Math.max(Math.abs(one.y1() - other.y1()), Math.abs(one.y2() - other.y2())) * letterbox.scaleY();
        return Math.max(x, y);
    }

    public boolean holds() {
        return worstPixels <= tolerance.pixels() && worstConfidence <= tolerance.confidence() && lost <= tolerance.lostShare() * Math.max(before, after);
    }

    /** Boxes that the model gave as it came. */
    public int boxes() {
        return before;
    }

    /** For messages. */
    public String sentence() {
        return String.format(Locale.ROOT, "on %d %s, %d of %d boxes were found again (%d now), %d are on one side only; the largest differences are %.3f px and %.4f"
                        + " of confidence, allowed are %.1f px and %.2f",
                frameCount, frames, matched, before, after, lost, worstPixels, worstConfidence, tolerance.pixels(), tolerance.confidence());
    }

    static String head() {
        return String.format("%-14s %7s %13s %12s %9s %9s %14s %16s", "frames", "count", "boxes before", "boxes after", "matched", "one side", "max box px", "max confidence");
    }

    String row() {
        return String.format(Locale.ROOT, "%-14s %7d %13d %12d %9d %9d %14.4f %16.5f", frames, frameCount, before, after, matched, lost, worstPixels, worstConfidence);
    }

    /** @return a table of all, a line each */
    public static List<String> table(List<BoxTally> tallies) {
        List<String> lines = new ArrayList<>(List.of(head()));
        tallies.forEach(tally -> lines.add(tally.row()));
        return lines;
    }
}
