package dev.framelot.dispatch;

import dev.framelot.batching.BatchOutcome;

/** What the owner of the batcher hears, most of it through the hand-off queue. */
sealed interface DispatchEvent {
    record Arrived(DecodedFrame frame) implements DispatchEvent {}

    /**
     * @param outcome with the lane's time for the batch: copy, run and boxes
     * @param endedNanos when that time was over
     */
    record LaneFree(LaneWorker lane, BatchOutcome outcome, long endedNanos) implements DispatchEvent {}

    /** Wakes the dispatcher: another objective lies ready, or a lane found that something is due earlier. */
    record Pursue() implements DispatchEvent {}

    record Drain() implements DispatchEvent {}

    record Stop() implements DispatchEvent {}
}
