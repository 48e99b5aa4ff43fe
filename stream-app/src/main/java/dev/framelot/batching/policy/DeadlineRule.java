package dev.framelot.batching.policy;

import dev.framelot.batching.QueueView;
import dev.framelot.batching.cost.CostTable;
import java.util.List;

/**
 * Which shape to run at one moment, for frames in order of their deadlines: the one with the most frames on time per device
 * time. Heads that would miss a larger shape's end may be left out for it only if no shape that meets them all drains the
 * queue before its last deadline, and then count against it.
 *
 * <p>Times are nanoseconds from the decision. The answer is in {@link #shape}, {@link #take}, {@link #shed}: fields, as a
 * look-ahead asks thousands of times a second. Owner: a policy.
 */
final class DeadlineRule {
    static final double F = Double.parseDouble(System.getProperty("f", "1"));
    static final double M = Double.parseDouble(System.getProperty("m", "0.4"));
    /** Run time by index of the shape. */
    long[] run = new long[0];
    /** When a frame must be due at the earliest to count as on time: the run time and a margin for its scatter. */
    long[] safe = new long[0];
    int[] sizes = new int[0];
    /** Shapes that the cap allows: indices below this. */
    int allowed;
    private boolean mayShed;
    private double lanes;

    /** Index of the chosen shape. */
    int shape;
    int take;
    int shed;
    /** Frames on time per nanosecond, as weighed. */
    double value;

    /** Takes over what holds for this decision. */
    void begin(QueueView queue, boolean shedding) {
        CostTable cost = queue.cost();
        List<Integer> shapes = cost.shapes().ascending();
        if (run.length != shapes.size()) {
            run = new long[shapes.size()];
            safe = new long[shapes.size()];
            sizes = new int[shapes.size()];
        }
        allowed = 0;
        for (int i = 0; i < run.length; i++) {
            sizes[i] = shapes.get(i);
            run[i] = Math.max(1, cost.typicalNanos(sizes[i]));
            safe[i] = run[i] + (long) (M * Math.max(0, cost.highNanos(sizes[i]) - run[i]));
            if (i == 0 || sizes[i - 1] < queue.maxFrames()) {
                allowed = i + 1;
            }
        }
        price = F * price(queue, run, sizes, allowed);
        mayShed = shedding;
        lanes = queue.lanes();
    }

    /**
     * @param now of the run's begin
     * @param due deadlines, ascending but for frames that wait for an older one of their camera
     * @param from first frame that waits
     * @param to behind the last one
     * @param most frames a batch may take
     * @param perNano arrivals
     */
    void choose(long now, long[] due, int from, int to, int most, double perNano) {
        int n = to - from;
        double best = -1;
        int late = 0;
        shape = 0;
        take = 1;
        shed = 0;
        boolean heads = false;
        for (int i = 0; i < allowed; i++) {
            long end = now + safe[i];
            while (late < n && due[from + late] < end) {
                late++;
            }
            int frames = Math.min(Math.min(mayShed ? n - late : n, sizes[i]), most);
            if (frames <= 0) {
                break;
            }
            if (mayShed && late > 0) {
                heads = true;
                continue;
            }
            // Late heads run too where none may be left out. They count a little, so that with all late the most efficient shape wins.
            double worth = (mayShed ? frames : Math.max(0, frames - late) + 0.01 * frames) / run[i];
            if (worth > best * (1 + 1e-12)) {
                best = worth;
                shape = i;
                take = frames;
            }
            if (sizes[i] >= Math.min(n, most)) {
                break;
            }
        }
        value = best;
        if (heads) {
            double needed = n / (double) Math.max(1, due[to - 1] - now);
            if (best <= 0 || needed >= best * lanes || perNano >= best * lanes) {
                chooseAtPrice(now, due, from, n, most);
            }
        }
    }

    private void chooseAtPrice(long now, long[] due, int from, int n, int most) {
        double best = Double.NEGATIVE_INFINITY;
        int late = 0;
        for (int i = 0; i < allowed; i++) {
            long end = now + safe[i];
            while (late < n && due[from + late] < end) {
                late++;
            }
            int frames = Math.min(Math.min(n - late, sizes[i]), most);
            if (frames <= 0) {
                break;
            }
            double worth = frames - price * run[i];
            if (worth > best) {
                best = worth;
                shape = i;
                take = frames;
                shed = late;
            }
        }
    }

    double price;

    /** What a nanosecond of the device is worth under overload: frames on time that the best repeated shape makes of it. */
    private static double price(QueueView queue, long[] run, int[] sizes, int allowed) {
        long budget = queue.usualBudget();
        double best = 0;
        for (int i = 0; i < allowed; i++) {
            double fill = budget == dev.framelot.batching.QueuedFrame.NO_DEADLINE
                    ? sizes[i]
                    : Math.min(sizes[i], queue.perNano() / queue.lanes() * Math.max(0, budget - run[i]));
            best = Math.max(best, fill / run[i]);
        }
        return best;
    }
}
