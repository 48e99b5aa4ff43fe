package dev.framelot.batching.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Tells when runs no longer are what the table says: three in a row, all too long or all too short, or four of five either way. One or two
 * odd runs never do. A single shape may also leave the curve, three of its own runs in a row.
 */
final class ChangeWatch {
    /** Beyond this ratio of actual to predicted time, or below its inverse, a run deviates; more where runs scatter more. */
    private static final double DEVIATES = 1.15;
    private static final double DEVIATES_EITHER_WAY = 1.2;
    /** The usual scatter, as 95th percentile ÷ median, widens the limit by so much of it. */
    private static final double SCATTER_SHARE = 1.5;
    private static final int IN_A_ROW = 3;
    private static final int WINDOW = 5;
    private static final int OF_WINDOW = 4;

    private record Seen(CurveFit.Run run, double deviation, double allowed) {
        boolean deviates(double limit) {
            double most = Math.max(limit, allowed);
            return deviation > most || deviation < 1 / most;
        }
    }

    private final Deque<Seen> window = new ArrayDeque<>();
    /** By shape: runs in a row that took too long; negative: too short. */
    private final int[] streak;
    private final long[][] streakNanos;

    ChangeWatch(int shapes) {
        streak = new int[shapes];
        streakNanos = new long[shapes][IN_A_ROW];
    }

    void forget() {
        window.clear();
        Arrays.fill(streak, 0);
    }

    /** @param typicalNanos and {@code highNanos} what the table said of this shape */
    void saw(CurveFit.Run run, long typicalNanos, long highNanos) {
        double allowed = 1 + SCATTER_SHARE * (highNanos - typicalNanos) / typicalNanos;
        Seen seen = new Seen(run, (double) run.nanos() / typicalNanos, allowed);
        if (window.size() == WINDOW) {
            window.removeFirst();
        }
        window.addLast(seen);
        int i = run.index();
        int direction = !seen.deviates(DEVIATES) ? 0 : seen.deviation > 1 ? 1 : -1;
        streak[i] = direction == 0 ? 0 : Integer.signum(streak[i]) == -direction ? direction : streak[i] + direction;
        streakNanos[i][Math.floorMod(Math.abs(streak[i]), IN_A_ROW)] = run.nanos();
    }

    /** The runs that show another device; empty while it is the same. */
    List<CurveFit.Run> changed() {
        List<Seen> seen = new ArrayList<>(window);
        int up = 0;
        int down = 0;
        for (Seen last : seen.subList(Math.max(0, seen.size() - IN_A_ROW), seen.size())) {
            up += last.deviates(DEVIATES) && last.deviation > 1 ? 1 : 0;
            down += last.deviates(DEVIATES) && last.deviation < 1 ? 1 : 0;
        }
        List<CurveFit.Run> deviating = new ArrayList<>();
        int farOff = 0;
        for (Seen one : seen) {
            farOff += one.deviates(DEVIATES_EITHER_WAY) ? 1 : 0;
            if (one.deviates(DEVIATES)) {
                deviating.add(one.run);
            }
        }
        return up == IN_A_ROW || down == IN_A_ROW || farOff >= OF_WINDOW ? deviating : List.of();
    }

    /** The last runs of a shape that alone has changed, nanoseconds; empty while it has not. */
    long[] changedAlone(int index) {
        return Math.abs(streak[index]) < IN_A_ROW ? new long[0] : streakNanos[index].clone();
    }
}
