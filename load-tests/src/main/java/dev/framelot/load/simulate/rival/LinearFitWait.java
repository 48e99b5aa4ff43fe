package dev.framelot.load.simulate.rival;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.ShedReason;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * BentoML's dispatcher: run time is taken as {@code a n + b}; it waits while n (age of the newest + a) stays below 95 % of the mean wait of
 * the last 50 heads, and cancels the head when its age and the whole queue's predicted run exceed the limit. Here the line is exact from
 * the start and the mean is taken anew at each batch, which favours it.
 */
public final class LinearFitWait implements BatchPolicy {
    private static final int REMEMBERED = 50;
    private static final long TICK_NANOS = 1_000_000;

    private final Deque<Long> headWaits = new ArrayDeque<>();
    private double meanWait;

    @Override
    public String name() {
        return "linear-fit wait";
    }

    @Override
    public Verdict decide(QueueView queue) {
        int first = queue.cost().shapes().ascending().get(0);
        int last = queue.cost().shapes().largest();
        double a = last == first ? 0 : (double) (queue.cost().typicalNanos(last) - queue.cost().typicalNanos(first)) / (last - first);
        double b = queue.cost().typicalNanos(first) - a * first;
        int n = queue.frames();
        long head = queue.age(0);
        long newest = queue.age(n - 1);
        long limit = queue.slack(0) == QueuedFrame.NO_DEADLINE ? Long.MAX_VALUE : queue.slack(0) + head;
        if (queue.drop() != DropPolicy.KEEP_ALL && (n > 1 ? head + a * n + b >= limit : head >= limit)) {
            return new Verdict.Shed(1, ShedReason.OVERLOAD, (long) (a * n + b));
        }
        if (!queue.draining() && n < queue.maxFrames() && n * (newest + TICK_NANOS + a) <= meanWait * 0.95) {
            return new Verdict.Wait(TICK_NANOS);
        }
        headWaits.addLast(head);
        if (headWaits.size() > REMEMBERED) {
            headWaits.removeFirst();
        }
        meanWait = headWaits.stream().mapToLong(Long::longValue).average().orElse(0);
        int frames = queue.eligible();
        return new Verdict.Go(frames, queue.cost().shapes().holding(frames), DispatchReason.IDLE_DEVICE);
    }
}
