package dev.framelot.inference;

import java.util.List;
import java.util.TreeSet;

/** Which lanes of an engine are open: an engine that is closed under a running lane would take the process down. */
public final class OpenLanes {
    /** Guarded by this. */
    private final TreeSet<Integer> ids = new TreeSet<>();
    /** Guarded by this. */
    private boolean shut;

    public synchronized void opened(int laneId) {
        if (shut) {
            throw new IllegalStateException("lane " + laneId + " was asked of an engine that is closed");
        }
        if (!ids.add(laneId)) {
            throw new IllegalArgumentException("lane " + laneId + " is open already");
        }
    }

    public synchronized void closed(int laneId) {
        ids.remove(laneId);
    }

    public synchronized List<Integer> ids() {
        return List.copyOf(ids);
    }

    /**
     * No lane opens from here on.
     *
     * @return false where it was shut before
     * @throws IllegalStateException a lane is still open; it is named, and nothing is shut
     */
    public synchronized boolean shut() {
        if (!ids.isEmpty()) {
            throw new IllegalStateException("the engine can't be closed: still open are the lanes " + ids
                    + "; close each lane before the engine");
        }
        boolean first = !shut;
        shut = true;
        return first;
    }
}
