package dev.framelot.batching;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Backfill that waits, taken in order of arrival, and whether any comes at all. Owner: the batcher. */
final class WaitingBackfill {
    private final Deque<QueuedFrame> waiting = new ArrayDeque<>();
    private long lastNanos;
    private boolean seen;

    void add(QueuedFrame frame) {
        waiting.addLast(frame);
        lastNanos = frame.arrivalNanos();
        seen = true;
    }

    int frames() {
        return waiting.size();
    }

    /** Whether the latest came at most so long ago. */
    boolean cameWithin(long nanos, long nowNanos) {
        return seen && nowNanos - lastNanos <= nanos;
    }

    /**
     * Moves frames to a batch until its places or its bytes are used up. Into an empty one the first goes whatever its size.
     *
     * @param bytes of the batch so far
     */
    void fill(List<QueuedFrame> batch, int places, long bytes, long maxBytes) {
        long total = bytes;
        while (batch.size() < places && !waiting.isEmpty() && (batch.isEmpty() || total + waiting.peekFirst().bytes() <= maxBytes)) {
            QueuedFrame frame = waiting.removeFirst();
            total += frame.bytes();
            batch.add(frame);
        }
    }
}
