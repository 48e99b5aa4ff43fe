package dev.framelot.batching;

import dev.framelot.batching.cost.CostTable;

/**
 * What a policy may know when it decides. Times are relative to the moment of the decision, nanoseconds. Valid during that
 * decision only: the arrays behind it are used again.
 */
public final class QueueView {
    private final CostTable cost;
    int frames;
    int eligible;
    long bytes;
    long oldestAge;
    long[] age = new long[64];
    long[] slack = new long[64];
    boolean draining;
    DropPolicy drop = DropPolicy.KEEP_ALL;
    int maxFrames;
    int concurrent;
    double left = 1;
    double perNano;
    double burstPerNano;
    long observedNanos;
    long usualBudget = QueuedFrame.NO_DEADLINE;

    QueueView(CostTable cost) {
        this.cost = cost;
    }

    void room(int waiting) {
        if (age.length < waiting) {
            age = new long[waiting * 2];
            slack = new long[waiting * 2];
        }
    }

    /** The device begins so much later than thought. @return whether any frame has a deadline, so that this changes anything */
    boolean startsLater(long nanos) {
        boolean changes = false;
        for (int i = 0; i < frames; i++) {
            if (slack[i] != QueuedFrame.NO_DEADLINE) {
                slack[i] -= nanos;
                changes = true;
            }
        }
        return changes;
    }

    /** Live frames that wait, at least 1. */
    public int frames() {
        return frames;
    }

    /** How many of the first frames one batch could take, at most {@link #maxFrames}. */
    public int eligible() {
        return eligible;
    }

    /** Compressed bytes of the live frames that wait. */
    public long bytes() {
        return bytes;
    }

    /** How long the frame has waited that has waited longest. */
    public long oldestAge() {
        return oldestAge;
    }

    /** How long the i-th frame in order of taking has waited. */
    public long age(int i) {
        return age[i];
    }

    /** Time left, once the device can begin, until the i-th frame's run must have ended; {@link QueuedFrame#NO_DEADLINE} where it has none. */
    public long slack(int i) {
        return slack[i];
    }

    /** Nothing more will arrive. */
    public boolean draining() {
        return draining;
    }

    public DropPolicy drop() {
        return drop;
    }

    /** Most frames that a batch may have now. */
    public int maxFrames() {
        return maxFrames;
    }

    /** Batches that the device runs beside each other. */
    public int concurrent() {
        return concurrent;
    }

    /** Share of the device's time that others leave; 1 where there are none. */
    public double left() {
        return left;
    }

    /** Live arrivals, frames per nanosecond, over a second or more. */
    public double perNano() {
        return perNano;
    }

    /** How long arrivals have been counted, nanoseconds. */
    public long observedNanos() {
        return observedNanos;
    }

    /** Live arrivals, frames per nanosecond, over a quarter of a second. */
    public double burstPerNano() {
        return burstPerNano;
    }

    /** Budget of the latest live frame that had a deadline: what those to come will probably have. */
    public long usualBudget() {
        return usualBudget;
    }

    /** Run times by shape, as learned. */
    public CostTable cost() {
        return cost;
    }
}
