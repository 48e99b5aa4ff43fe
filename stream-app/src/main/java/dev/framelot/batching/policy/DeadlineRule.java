package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy.Candidate;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.cost.CostTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which shape to run now, for frames in order of their deadlines.
 *
 * <p>While the device keeps up: the shape with the most frames per device time among those that meet every deadline in front of
 * them. When it does not, heads that would miss may be left out, and device time has a price: the frames on time that the best
 * repeated shape would make of it. The shape with the most frames on time after paying for its run wins. Heads that a smaller
 * shape would still save are therefore saved only if they are worth the time that this takes from those behind them. Places that would
 * be empty take heads that are due so soon that only a quick run saves them: they cost nothing.
 *
 * <p>Owner: a policy; nothing is kept from one decision to the next.
 */
final class DeadlineRule {
    /**
     * A frame counts as on time if it is due after the usual run time and this many times the way to its 95th percentile: the most on
     * time at 5 % scatter, and flat around it (docs/decisions/0007).
     */
    private static final double MARGIN = 1.3;
    /** A head that is less likely to be on time does not even get a place that would be empty. */
    private static final double LEAST_CHANCE = 0.05;
    /** Weight of a late frame that must run all the same: little, so that with all late the most efficient shape wins. */
    private static final double LATE_WEIGHT = 0.01;

    private final List<Candidate> candidates = new ArrayList<>();
    private int shape;
    private int take;
    private int shed;
    private long run;

    /** The chosen shape. */
    int shape() {
        return shape;
    }

    /** Frames to run. */
    int take() {
        return take;
    }

    /** Heads to leave out before; 0 where the objective keeps all. */
    int shed() {
        return shed;
    }

    /** Usual run time of the chosen shape, nanoseconds. */
    long runNanos() {
        return run;
    }

    /** All that was weighed, in order of shapes. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** Run times are known, frames wait. */
    void decide(QueueView queue) {
        CostTable cost = queue.cost();
        boolean mayShed = queue.drop() != DropPolicy.KEEP_ALL;
        int waiting = queue.frames();
        int most = queue.eligible();
        candidates.clear();
        double best = -1;
        int late = 0;
        boolean headsMiss = false;
        shape = cost.shapes().ascending().get(0);
        take = 1;
        shed = 0;
        for (int size : cost.shapes().ascending()) {
            late = late(queue, late, safeNanos(cost, size));
            int frames = Math.min(Math.min(mayShed ? waiting - late : waiting, size), most);
            if (frames <= 0) {
                break;
            }
            int onTime = mayShed ? frames : Math.max(0, frames - late);
            double worth = (onTime + LATE_WEIGHT * (frames - onTime)) / cost.typicalNanos(size);
            candidates.add(new Candidate(size, frames, mayShed ? late : 0, worth * 1e9));
            if (mayShed && late > 0) {
                headsMiss = true;
            } else if (worth > best * (1 + 1e-12)) {
                best = worth;
                shape = size;
                take = frames;
            }
            if (size >= queue.maxFrames() || !headsMiss && size >= waiting) {
                break;
            }
        }
        if (headsMiss && !keepsUp(queue, best * queue.concurrent() * queue.left())) {
            atPrice(queue, most);
        }
        run = cost.typicalNanos(shape);
    }

    /** Whether this rate empties the queue before its last deadline and is not below that of the arrivals. */
    private static boolean keepsUp(QueueView queue, double perNano) {
        double needed = queue.frames() / (double) Math.max(1, queue.slack(queue.frames() - 1));
        return perNano > needed && perNano > queue.perNano();
    }

    private void atPrice(QueueView queue, int most) {
        CostTable cost = queue.cost();
        double price = price(queue);
        double best = Double.NEGATIVE_INFINITY;
        int late = 0;
        candidates.clear();
        for (int size : cost.shapes().ascending()) {
            late = late(queue, late, safeNanos(cost, size));
            int frames = Math.min(Math.min(queue.frames() - late, size), most);
            if (frames <= 0) {
                break;
            }
            double worth = frames - price * cost.typicalNanos(size);
            int doubtful = 0;
            while (frames + doubtful < Math.min(size, most) && doubtful < late) {
                double chance = chance(queue.slack(late - doubtful - 1), cost, size);
                if (chance < LEAST_CHANCE) {
                    break;
                }
                worth += chance;
                doubtful++;
            }
            candidates.add(new Candidate(size, frames + doubtful, late - doubtful, worth));
            if (worth > best) {
                best = worth;
                shape = size;
                take = frames + doubtful;
                shed = late - doubtful;
            }
            if (size >= queue.maxFrames()) {
                break;
            }
        }
    }

    /** Frames on time per nanosecond of the best shape run again and again: filled by what arrives while frames may still wait for it. */
    private static double price(QueueView queue) {
        CostTable cost = queue.cost();
        double best = 0;
        for (int size : cost.shapes().ascending()) {
            long run = cost.typicalNanos(size);
            double fill = queue.usualBudget() == QueuedFrame.NO_DEADLINE
                    ? size
                    : Math.min(size, queue.perNano() / queue.concurrent() * Math.max(0, queue.usualBudget() - run));
            best = Math.max(best, fill / run);
            if (size >= queue.maxFrames()) {
                break;
            }
        }
        return best;
    }

    /** How many of the first frames are due before {@code nanos} from now; at least {@code known} are. */
    private static int late(QueueView queue, int known, long nanos) {
        int late = known;
        while (late < queue.frames() && queue.slack(late) < nanos) {
            late++;
        }
        return late;
    }

    /** How likely a run of this shape ends within the slack: its logarithm is taken as normal, and that by its logistic likeness. */
    private static double chance(long slack, CostTable cost, int size) {
        double spread = Math.max(1, cost.highNanos(size) - cost.typicalNanos(size));
        return 1 / (1 + Math.exp(-2.8 * (slack - cost.typicalNanos(size)) / spread));
    }

    private static long safeNanos(CostTable cost, int size) {
        long usual = cost.typicalNanos(size);
        return usual + (long) (MARGIN * (cost.highNanos(size) - usual));
    }
}
