package dev.framelot.dispatch;

import dev.framelot.batching.BatchOutcome;

/** What the dispatcher hears through its hand-off queue. */
sealed interface DispatchEvent {
    record Arrived(DecodedFrame frame) implements DispatchEvent {}

    /**
     * @param outcome with the lane's time for the batch: copy, run and boxes
     * @param endedNanos when that time was over
     */
    record LaneFree(LaneWorker lane, BatchOutcome outcome, long endedNanos) implements DispatchEvent {}

    /** Wakes the dispatcher: another objective lies ready. */
    record Pursue() implements DispatchEvent {}

    record Drain() implements DispatchEvent {}

    record Stop() implements DispatchEvent {}
}
