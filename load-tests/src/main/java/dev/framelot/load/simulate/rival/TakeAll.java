package dev.framelot.load.simulate.rival;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;

/** All that waits, at most the largest shape, padded up: a dynamic batcher with no queue delay. With a cap of 1: one by one. */
public final class TakeAll implements BatchPolicy {
    private final int most;

    public TakeAll(int most) {
        this.most = most;
    }

    @Override
    public String name() {
        return most == 1 ? "batch 1" : "take all, pad up";
    }

    @Override
    public Verdict decide(QueueView queue) {
        int frames = Math.min(most, queue.eligible());
        return new Verdict.Go(frames, queue.cost().shapes().holding(frames), DispatchReason.IDLE_DEVICE);
    }
}
