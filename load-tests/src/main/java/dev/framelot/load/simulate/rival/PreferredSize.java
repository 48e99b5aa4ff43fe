package dev.framelot.load.simulate.rival;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;

/** The largest preferred size that the queue fills: Triton's preferred_batch_size with all powers of two and no queue delay. */
public final class PreferredSize implements BatchPolicy {
    @Override
    public String name() {
        return "largest preferred size";
    }

    @Override
    public Verdict decide(QueueView queue) {
        int best = queue.cost().shapes().ascending().get(0);
        for (int shape : queue.cost().shapes().ascending()) {
            if (shape <= queue.eligible()) {
                best = shape;
            }
        }
        int frames = Math.min(best, queue.eligible());
        return new Verdict.Go(frames, best, DispatchReason.IDLE_DEVICE);
    }
}
