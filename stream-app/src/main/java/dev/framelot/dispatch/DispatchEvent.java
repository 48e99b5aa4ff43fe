package dev.framelot.dispatch;

/** What the dispatcher hears through its hand-off queue. */
sealed interface DispatchEvent {
    record Arrived(DecodedFrame frame) implements DispatchEvent {}

    record LaneFree(LaneWorker lane, long batchId, int shape, long runNanos) implements DispatchEvent {}

    record Drain() implements DispatchEvent {}

    record Stop() implements DispatchEvent {}
}
