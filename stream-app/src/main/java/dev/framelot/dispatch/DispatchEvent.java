package dev.framelot.dispatch;

import dev.framelot.batching.BatchOutcome;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the dispatcher hears through its hand-off queue. */
sealed interface DispatchEvent {
    record Arrived(DecodedFrame frame) implements DispatchEvent {}

    /**
     * @param model that ran it
     * @param outcome with the lane's time for the batch: copy, run and boxes
     * @param endedNanos when that time was over
     */
    record LaneFree(LaneWorker lane, WarmModel model, BatchOutcome outcome, long endedNanos) implements DispatchEvent {}

    /**
     * Wakes the dispatcher: another objective, or another model, lies ready.
     *
     * @param pending true while this stands in the queue; cleared when it is heard
     */
    record Wake(AtomicBoolean pending) implements DispatchEvent {}

    record Drain() implements DispatchEvent {}

    record Stop() implements DispatchEvent {}
}
