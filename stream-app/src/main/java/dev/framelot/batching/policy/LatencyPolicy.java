package dev.framelot.batching.policy;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.ShedReason;

/**
 * Most frames on time, then least latency: never waits while a lane is free, and takes the shape that {@link DeadlineRule}
 * chooses. What can't be on time is left out where the objective allows that.
 */
public final class LatencyPolicy implements BatchPolicy {
    private final DeadlineRule rule = new DeadlineRule();

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Verdict decide(QueueView queue) {
        if (!queue.cost().known()) {
            // The smallest shape that holds what waits: nothing is known that would speak for another.
            return new Verdict.Go(queue.eligible(), queue.cost().shapes().holding(queue.eligible()), DispatchReason.IDLE_DEVICE);
        }
        rule.decide(queue);
        if (rule.shed() > 0) {
            return new Verdict.Shed(rule.shed(), ShedReason.OVERLOAD, rule.runNanos());
        }
        return new Verdict.Go(rule.take(), rule.shape(), reason(queue), rule.candidates());
    }

    private DispatchReason reason(QueueView queue) {
        if (queue.draining()) {
            return DispatchReason.DRAIN;
        }
        if (rule.take() >= queue.maxFrames()) {
            return DispatchReason.FULL;
        }
        return rule.take() < queue.frames() ? DispatchReason.BACKLOG : DispatchReason.IDLE_DEVICE;
    }
}
