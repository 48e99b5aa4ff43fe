package dev.framelot.batching;

import java.util.List;

/**
 * The largest shape that may run. A shape that found no memory on the device closes itself and all above it; one shape is
 * tried again after a while, and after longer each time that it fails again. Memory that others hold comes and goes.
 */
final class ShapeCeiling {
    static final long FIRST_WAIT_NANOS = 10_000_000_000L;
    static final long LONGEST_WAIT_NANOS = 600_000_000_000L;

    private final List<Integer> shapes;
    private int open;
    private long waitNanos;
    private long closedAtNanos;
    /** Index of the shape on trial, which has not run since it was opened again; else -1. */
    private int onTrial;

    ShapeCeiling(Shapes shapes) {
        this.shapes = shapes.ascending();
        reopen();
    }

    /** As if no shape had ever found no room. */
    void reopen() {
        open = shapes.size() - 1;
        waitNanos = FIRST_WAIT_NANOS;
        onTrial = -1;
    }

    int shape(long nowNanos) {
        if (open < shapes.size() - 1 && onTrial < 0 && nowNanos - closedAtNanos >= waitNanos) {
            onTrial = ++open;
        }
        return shapes.get(open);
    }

    /** A smallest shape without room leaves nothing to close: it stays open, and whoever runs it gives up. */
    void foundNoRoom(int shape, long nowNanos) {
        int index = Math.max(0, shapes.indexOf(shape) - 1);
        if (onTrial >= 0 && index < onTrial) {
            waitNanos = Math.min(LONGEST_WAIT_NANOS, waitNanos * 2);
        }
        onTrial = -1;
        open = Math.min(open, index);
        closedAtNanos = nowNanos;
    }

    void ran(int shape, long nowNanos) {
        if (onTrial >= 0 && shapes.indexOf(shape) >= onTrial) {
            onTrial = -1;
            closedAtNanos = nowNanos;
            if (open == shapes.size() - 1) {
                waitNanos = FIRST_WAIT_NANOS;
            }
        }
    }
}
