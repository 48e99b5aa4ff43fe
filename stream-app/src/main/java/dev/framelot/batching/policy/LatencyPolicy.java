package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.ShedReason;

/**
 * Most frames on time, then least latency: never waits while a lane is free. Under pressure it looks ahead; what can't all be
 * on time is left out where the objective allows that.
 */
public final class LatencyPolicy implements BatchPolicy {
    /** From this load on, or with more waiting than b*, a choice now costs frames later: worth a look ahead. */
    static final double PRESSED_LOAD = 0.6;

    private final DeadlineRule rule = new DeadlineRule();
    private final LookAhead lookAhead = new LookAhead(rule);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Verdict decide(QueueView queue) {
        if (!queue.cost().known()) {
            return untried(queue);
        }
        boolean sheds = queue.drop() != DropPolicy.KEEP_ALL;
        rule.begin(queue, sheds);
        rule.choose(0, dues(queue), 0, queue.frames(), queue.eligible(), queue.perNano());
        return answer(queue, sheds);
    }

    /** Nothing is known of the device: the smallest shape that holds what waits teaches most and risks least. */
    static Verdict untried(QueueView queue) {
        return new Verdict.Go(queue.eligible(), queue.cost().shapes().holding(queue.eligible()), DispatchReason.IDLE_DEVICE);
    }

    private Verdict answer(QueueView queue, boolean sheds) {
        int shape = rule.shape;
        int take = rule.take;
        int shed = rule.shed;
        boolean deadlines = queue.usualBudget() != dev.framelot.batching.QueuedFrame.NO_DEADLINE;
        boolean pressed = Pressure.of(queue) >= PRESSED_LOAD || queue.frames() > Pressure.stableShape(queue);
        if (sheds && deadlines && pressed && queue.frames() > 1) {
            lookAhead.choose(queue, shape, take, queue.perNano());
            if (lookAhead.shed > 0) {
                return new Verdict.Shed(lookAhead.shed, ShedReason.OVERLOAD, rule.run[lookAhead.shape]);
            }
            boolean other = lookAhead.shape != shape || lookAhead.take != take;
            return new Verdict.Go(lookAhead.take, rule.sizes[lookAhead.shape],
                    reason(queue, lookAhead.take, other ? DispatchReason.LOOK_AHEAD : DispatchReason.BACKLOG), lookAhead.candidates);
        }
        if (shed > 0) {
            return new Verdict.Shed(shed, ShedReason.OVERLOAD, rule.run[shape]);
        }
        return new Verdict.Go(take, rule.sizes[shape], reason(queue, take, pressed ? DispatchReason.BACKLOG : DispatchReason.IDLE_DEVICE));
    }

    private static DispatchReason reason(QueueView queue, int take, DispatchReason otherwise) {
        if (queue.draining()) {
            return DispatchReason.DRAIN;
        }
        return take >= queue.maxFrames() ? DispatchReason.FULL : otherwise;
    }

    private long[] due = new long[64];

    private long[] dues(QueueView queue) {
        if (due.length < queue.frames()) {
            due = new long[queue.frames() * 2];
        }
        for (int i = 0; i < queue.frames(); i++) {
            due[i] = queue.slack(i);
        }
        return due;
    }
}
