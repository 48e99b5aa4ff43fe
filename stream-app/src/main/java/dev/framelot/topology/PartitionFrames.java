package dev.framelot.topology;

import java.util.ArrayDeque;

/** The frames of one partition that are taken and not yet forwarded, in order of intake, and when its task looked for finished ones. Owner: the stream thread. */
final class PartitionFrames {
    final ArrayDeque<FrameSlot> queue = new ArrayDeque<>();
    private long turnMillis;

    /** The task's punctuator ran, or was scheduled. @param epochMillis by Streams' clock, which may be that of when its round began */
    void turnTaken(long epochMillis) {
        turnMillis = Math.max(turnMillis, epochMillis);
    }

    /** By Streams' clock; the next turn is in a later millisecond. */
    long turnMillis() {
        return turnMillis;
    }

    /** Whether the oldest frame could be forwarded. */
    boolean headDone() {
        FrameSlot head = queue.peekFirst();
        return head != null && head.outcome() != null;
    }
}
