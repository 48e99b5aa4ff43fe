package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy.Candidate;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rolls the waiting frames and those expected one budget forward, once for each shape that could run now, with {@link
 * DeadlineRule} as what comes after; the shape with the most frames on time wins, ties by latency. A rollout of a base rule
 * is never worse than the base rule where the forecast holds (Bertsekas, Tsitsiklis: Neuro-Dynamic Programming, 1996).
 *
 * <p>Owner: a policy.
 */
final class LookAhead {
    /** Most frames of the rolled-out future, waiting ones included. */
    private static final int MOST_FRAMES = 512;
    /** What a millisecond of one frame's waiting is worth, in frames on time. */
    private static final double LATENCY_WEIGHT = 1e-4 / 1e6;
    /** The base rule's own choice is kept unless another one is clearly better. */
    private static final double BASE_BONUS = 0.05;

    private final DeadlineRule rule;
    private long[] arrival = new long[MOST_FRAMES];
    private long[] due = new long[MOST_FRAMES];
    private long[] lanes = new long[4];
    int shape;
    int take;
    int shed;
    final List<Candidate> candidates = new ArrayList<>();

    LookAhead(DeadlineRule rule) {
        this.rule = rule;
    }

    /** The rule has begun; {@code baseShape} and {@code baseTake} are its answer. */
    void choose(QueueView queue, int baseShape, int baseTake, double perNano) {
        int n = Math.min(queue.frames(), MOST_FRAMES);
        for (int i = 0; i < n; i++) {
            arrival[i] = -queue.age(i);
            due[i] = queue.slack(i);
        }
        long budget = queue.usualBudget() == QueuedFrame.NO_DEADLINE ? 0 : Math.max(0, queue.usualBudget());
        int all = n;
        if (perNano > 0) {
            double gap = 1 / perNano;
            for (double at = gap; at < budget && all < MOST_FRAMES; at += gap) {
                arrival[all] = (long) at;
                due[all++] = (long) at + budget;
            }
        }
        candidates.clear();
        shape = baseShape;
        take = baseTake;
        shed = 0;
        double best = Double.NEGATIVE_INFINITY;
        int late = 0;
        for (int i = 0; i < rule.allowed; i++) {
            long end = rule.run[i];
            while (late < n && due[late] < rule.safe[i]) {
                late++;
            }
            int frames = Math.min(Math.min(n - late, rule.sizes[i]), queue.eligible());
            if (frames <= 0) {
                break;
            }
            double worth = frames;
            for (int f = late; f < late + frames; f++) {
                worth -= LATENCY_WEIGHT * (end - arrival[f]);
            }
            worth += rollOn(queue, end, late + frames, all, budget, perNano);
            if (late == 0 && i == baseShape && frames == baseTake) {
                worth += BASE_BONUS;
            }
            candidates.add(new Candidate(rule.sizes[i], frames, late, worth));
            if (worth > best) {
                best = worth;
                shape = i;
                take = frames;
                shed = late;
            }
            if (rule.sizes[i] >= 2 * n) {
                break;
            }
        }
    }

    /** Frames on time, less their latency's worth, when this lane is busy until {@code end} and the rule decides from then on. */
    private double rollOn(QueueView queue, long end, int first, int all, long budget, double perNano) {
        int laneCount = queue.lanes();
        if (lanes.length < laneCount) {
            lanes = new long[laneCount];
        }
        Arrays.fill(lanes, 0, laneCount, 0);
        for (int i = 0; i < queue.busyLanes() && i < laneCount - 1; i++) {
            lanes[i] = queue.laneFree(i);
        }
        lanes[laneCount - 1] = end;
        int i = first;
        int known = first;
        long stop = 2 * budget + end;
        double worth = 0;
        while (i < all) {
            int lane = 0;
            for (int l = 1; l < laneCount; l++) {
                if (lanes[l] < lanes[lane]) {
                    lane = l;
                }
            }
            long now = Math.max(lanes[lane], arrival[i]);
            if (now > stop) {
                break;
            }
            known = Math.max(known, i);
            while (known < all && arrival[known] <= now) {
                known++;
            }
            while (i < known && due[i] < now + rule.safe[0]) {
                i++;
            }
            if (i >= known) {
                continue;
            }
            rule.choose(now, due, i, known, Integer.MAX_VALUE, perNano);
            i += rule.shed;
            long finish = now + rule.run[rule.shape];
            for (int f = i; f < i + rule.take; f++) {
                worth += 1 - LATENCY_WEIGHT * (finish - arrival[f]);
            }
            i += rule.take;
            lanes[lane] = finish;
        }
        return worth;
    }
}
