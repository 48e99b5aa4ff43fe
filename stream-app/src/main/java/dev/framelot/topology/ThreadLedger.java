package dev.framelot.topology;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What one stream thread has taken and not yet forwarded, partition by partition, and so how far it may commit.
 * Owner: that stream thread, all methods.
 */
final class ThreadLedger {
    private final Map<TopicPartition, ArrayDeque<FrameSlot>> open = new HashMap<>();
    /** Partitions closed with frames in flight: nothing past this offset may be committed until they are opened again. */
    private final Map<TopicPartition, Long> abandoned = new HashMap<>();
    private final StreamThreadWaker waker = new StreamThreadWaker();
    private final ForwardingTurn turn;
    private boolean consumerIsOurs;

    ThreadLedger(ForwardingTurn turn) {
        this.turn = turn;
    }

    /** A task takes the partition; its frames are forwarded from the queue's head. */
    ArrayDeque<FrameSlot> open(TopicPartition partition) {
        if (!consumerIsOurs) {
            throw new IllegalStateException("This stream thread's consumer does not come from Framelot's client supplier, so that offsets of"
                    + " unfinished frames would be committed and frames lost. Known cause: group.protocol=streams; use classic.");
        }
        abandoned.remove(partition);
        ArrayDeque<FrameSlot> queue = new ArrayDeque<>();
        open.put(partition, queue);
        return queue;
    }

    /** The task gives the partition up; its unfinished frames will be read again by whoever gets it next. */
    void close(TopicPartition partition) {
        ArrayDeque<FrameSlot> queue = open.remove(partition);
        if (queue != null && !queue.isEmpty()) {
            abandoned.put(partition, queue.peekFirst().source.offset());
            queue.forEach(slot -> {
                if (slot.task != null) {
                    slot.task.cancel();
                }
            });
        }
    }

    /**
     * Lowers each offset to the partition's oldest unforwarded frame. In place, so that what Streams remembers as committed
     * agrees with the broker.
     */
    void cap(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.replaceAll((partition, wanted) -> {
            long low = lowWatermark(partition);
            return low < wanted.offset() ? new OffsetAndMetadata(low, Optional.empty(), wanted.metadata()) : wanted;
        });
    }

    private long lowWatermark(TopicPartition partition) {
        ArrayDeque<FrameSlot> queue = open.get(partition);
        if (queue != null && !queue.isEmpty()) {
            return queue.peekFirst().source.offset();
        }
        return queue != null ? Long.MAX_VALUE : abandoned.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** Whether some partition's oldest frame could be forwarded now. */
    boolean anyHeadDone() {
        for (ArrayDeque<FrameSlot> queue : open.values()) {
            FrameSlot head = queue.peekFirst();
            if (head != null && head.outcome() != null) {
                return true;
            }
        }
        return false;
    }

    StreamThreadWaker waker() {
        return waker;
    }

    ForwardingTurn turn() {
        return turn;
    }

    void consumerIsOurs() {
        consumerIsOurs = true;
    }
}
