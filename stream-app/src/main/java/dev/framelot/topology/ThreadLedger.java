package dev.framelot.topology;

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
    private final Map<TopicPartition, PartitionFrames> open = new HashMap<>();
    /** Partitions closed with frames in flight: nothing past this offset may be committed until they are opened again. */
    private final Map<TopicPartition, Long> abandoned = new HashMap<>();
    private final StreamThreadWaker waker = new StreamThreadWaker();
    private final ForwardingTurn turn;
    private boolean consumerIsOurs;

    ThreadLedger(ForwardingTurn turn) {
        this.turn = turn;
    }

    /** A task takes the partition; its frames are forwarded from the queue's head. */
    PartitionFrames open(TopicPartition partition) {
        if (!consumerIsOurs) {
            throw new IllegalStateException("This stream thread's consumer does not come from Framelot's client supplier, so that offsets of"
                    + " unfinished frames would be committed and frames lost. Known cause: group.protocol=streams; use classic.");
        }
        abandoned.remove(partition);
        PartitionFrames frames = new PartitionFrames();
        open.put(partition, frames);
        return frames;
    }

    /** The task gives the partition up; its unfinished frames will be read again by whoever gets it next. */
    void close(TopicPartition partition) {
        PartitionFrames frames = open.remove(partition);
        if (frames != null && !frames.queue.isEmpty()) {
            abandoned.put(partition, frames.queue.peekFirst().source.offset());
            frames.queue.forEach(slot -> {
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
        PartitionFrames frames = open.get(partition);
        if (frames != null && !frames.queue.isEmpty()) {
            return frames.queue.peekFirst().source.offset();
        }
        return frames != null ? Long.MAX_VALUE : abandoned.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** Whether some partition's oldest frame could be forwarded now. */
    boolean anyHeadDone() {
        for (PartitionFrames frames : open.values()) {
            if (frames.headDone()) {
                return true;
            }
        }
        return false;
    }

    /** Where oldest frames are done, waits until the first of their partitions has its turn. */
    void awaitTurn() {
        long firstMillis = Long.MAX_VALUE;
        for (PartitionFrames frames : open.values()) {
            if (frames.headDone()) {
                firstMillis = Math.min(firstMillis, frames.turnMillis());
            }
        }
        if (firstMillis != Long.MAX_VALUE) {
            turn.awaitAfter(firstMillis);
        }
    }

    StreamThreadWaker waker() {
        return waker;
    }

    void consumerIsOurs() {
        consumerIsOurs = true;
    }
}
