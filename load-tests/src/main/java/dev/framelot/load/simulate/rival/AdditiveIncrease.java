package dev.framelot.load.simulate.rival;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;

/**
 * Clipper's rule (Crankshaw et al., NSDI 2017): the largest batch grows by one while full batches run within the latency target and shrinks
 * by 10 % when one does not. The run time is taken from the table instead of after the run, which favours it.
 */
public final class AdditiveIncrease implements BatchPolicy {
    private double most = 1;

    @Override
    public String name() {
        return "additive increase";
    }

    @Override
    public Verdict decide(QueueView queue) {
        int cap = Math.max(1, (int) most);
        int frames = Math.min(queue.eligible(), cap);
        int shape = queue.cost().shapes().holding(frames);
        if (frames == cap && queue.usualBudget() != QueuedFrame.NO_DEADLINE) {
            most = queue.cost().typicalNanos(shape) > queue.usualBudget()
                    ? Math.max(1, most * 0.9)
                    : Math.min(queue.maxFrames(), most + 1);
        } else if (frames == cap) {
            most = Math.min(queue.maxFrames(), most + 1);
        }
        return new Verdict.Go(frames, shape, DispatchReason.IDLE_DEVICE);
    }
}
