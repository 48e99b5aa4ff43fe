package dev.framelot.dispatch;

/** What the dispatcher hears through its hand-off queue. */
sealed interface DispatchEvent {
    record Arrived(DecodedFrame frame) implements DispatchEvent {}

    /** @param busyNanos the lane's time for the batch: copy, run and boxes */
    record LaneFree(LaneWorker lane, long batchId, int shape, long busyNanos) implements DispatchEvent {}

    /** Wakes the dispatcher: another objective lies ready. */
    record Pursue() implements DispatchEvent {}

    record Drain() implements DispatchEvent {}

    record Stop() implements DispatchEvent {}
}
