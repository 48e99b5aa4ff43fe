package dev.framelot.topology;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;

/**
 * A frame's place in its partition's queue, from {@code process()} until its outcome is forwarded.
 *
 * <p>A punctuator's record context is a dummy, so all that the outcome record needs is kept here. Owner: the stream thread;
 * only the outcome comes from elsewhere.
 */
final class FrameSlot {
    final SourceCoordinates source;
    final byte[] key;
    /** The record's value: a dead letter carries its beginning. Null for a tombstone. */
    final byte[] value;
    final long timestampMillis;
    final Headers headers;
    final FrameIdentity identity;
    /** The compressed image within {@link #value}; null where there is none. */
    ByteBuffer image;
    /** Declared bytes of an image that the record refers to; 0: it carries its image. */
    int referredBytes;
    /** Set by the stream thread once the pipeline has the frame; null while it has not. */
    FrameTask task;
    private volatile FrameOutcome outcome;
    private volatile long outcomeNanos;

    FrameSlot(SourceCoordinates source, byte[] key, byte[] value, long timestampMillis, Headers headers, FrameIdentity identity) {
        this.source = source;
        this.key = key;
        this.value = value;
        this.timestampMillis = timestampMillis;
        this.headers = headers;
        this.identity = identity;
    }

    /** Any thread, once. */
    void finish(FrameOutcome result, long nowNanos) {
        if (outcome != null) {
            throw new IllegalStateException("Frame " + source + " has a fate already: " + outcome + "; a second one is a bug: " + result);
        }
        outcomeNanos = nowNanos;
        outcome = result;
    }

    /** Null until the frame is done. */
    FrameOutcome outcome() {
        return outcome;
    }

    /** Monotonic time of the outcome; only once there is one. */
    long outcomeNanos() {
        return outcomeNanos;
    }

    /** What it holds of the limit of bytes in flight. */
    long bytes() {
        return (long) valueBytes() + referredBytes;
    }

    int valueBytes() {
        return value == null ? 0 : value.length;
    }
}
