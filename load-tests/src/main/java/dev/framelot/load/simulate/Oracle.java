package dev.framelot.load.simulate;

import dev.framelot.batching.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The most frames that any schedule could finish on time on one lane, knowing all arrivals. By exchange an optimal schedule keeps
 * the order of arrival, its batches are contiguous runs of the kept frames, and left-out frames may be taken out between
 * batches; so with {@code f[i][k]} the earliest end with {@code k} on time among the first {@code i}:
 *
 * <pre>f[i][k] = min( f[i-1][k], min over b of max(f[i-b][k-b], arrival[i]) + t(b), where that is in time for the batch's first )</pre>
 *
 * <p>Exact where deadlines rise with arrivals ({@link Trace#agreeable}), t does not fall with the shape, and runs take what the
 * curve says. O(n² B), less where a good schedule is known: k far below it need not be followed.
 */
public final class Oracle {
    private static final long NEVER = Long.MAX_VALUE;
    /** About half a minute. */
    private static final double MOST_STEPS = 3e10;
    private static final double MOST_BYTES = 256 << 20;

    private Oracle() {}

    /** Whether it takes neither minutes nor all memory. @param atLeast as for {@link #onTime} */
    static boolean affordable(Trace trace, Shapes shapes, int atLeast) {
        double frames = trace.frames();
        return frames * (frames - atLeast + 1) * shapes.largest() <= MOST_STEPS && frames * (shapes.largest() + 1) * Long.BYTES <= MOST_BYTES;
    }

    /**
     * @param atLeast a number on time that some schedule reaches; 0 if none is known. A wrong one makes the answer wrong.
     * @return empty where the assumptions do not hold, or it is not {@link #affordable}
     */
    public static OptionalInt onTime(Trace trace, Curve curve, Shapes shapes, int lanes, int atLeast) {
        if (lanes != 1 || !trace.agreeable() || !curve.monotone(shapes) || !affordable(trace, shapes, atLeast)) {
            return OptionalInt.empty();
        }
        List<Trace.Arrival> arrivals = trace.arrivals();
        int n = arrivals.size();
        int most = shapes.largest();
        long[] run = new long[most + 1];
        for (int b = 1; b <= most; b++) {
            run[b] = curve.nanos(shapes.holding(b));
        }
        long[][] rows = new long[most + 1][n + 2];
        for (long[] row : rows) {
            Arrays.fill(row, NEVER);
        }
        rows[0][0] = 0;
        int best = 0;
        for (int i = 1; i <= n; i++) {
            long[] row = rows[i % (most + 1)];
            long[] before = rows[(i - 1) % (most + 1)];
            int lowest = Math.max(0, atLeast - (n - i));
            Arrays.fill(row, 0, lowest, NEVER);
            for (int k = lowest; k <= i; k++) {
                row[k] = k < i ? before[k] : NEVER;
            }
            long arrived = arrivals.get(i - 1).atNanos();
            for (int b = 1; b <= Math.min(most, i); b++) {
                Trace.Arrival first = arrivals.get(i - b);
                long due = first.atNanos() + first.budgetNanos();
                if (arrived + run[b] > due) {
                    break;
                }
                long[] earlier = rows[(i - b) % (most + 1)];
                for (int k = Math.max(0, lowest - b); k <= i - b; k++) {
                    if (earlier[k] == NEVER) {
                        continue;
                    }
                    long end = Math.max(earlier[k], arrived) + run[b];
                    if (end <= due && end < row[k + b]) {
                        row[k + b] = end;
                    }
                }
            }
            for (int k = i; k > best; k--) {
                if (row[k] != NEVER) {
                    best = k;
                    break;
                }
            }
        }
        return OptionalInt.of(best);
    }
}
