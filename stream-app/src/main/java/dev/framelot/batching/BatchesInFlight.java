package dev.framelot.batching;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The batches on the lanes, and when the device will be free for one more. A device runs {@code concurrent} batches beside each
 * other, first come first served; a lane beyond those holds a batch that stands behind a running one: copied, not run.
 *
 * <p>Owner: the batcher's thread.
 */
final class BatchesInFlight {
    private static final class Flight {
        final int shape;
        final long usualNanos;
        /** Whether it stood behind another before the device took it, or still does. */
        final boolean waited;
        boolean behind;
        /** When the device took it; no meaning while {@link #behind}. */
        long startNanos;

        Flight(int shape, long usualNanos, boolean behind, long startNanos) {
            this.shape = shape;
            this.usualNanos = usualNanos;
            this.waited = behind;
            this.behind = behind;
            this.startNanos = startNanos;
        }
    }

    private final int concurrent;
    /** By id, in the order in which they went. */
    private final Map<Long, Flight> flights = new LinkedHashMap<>();
    private final long[] free;

    BatchesInFlight(int concurrent) {
        this.concurrent = concurrent;
        this.free = new long[concurrent];
    }

    int batches() {
        return flights.size();
    }

    /** Places of all batches, padding included. */
    int places() {
        int places = 0;
        for (Flight flight : flights.values()) {
            places += flight.shape;
        }
        return places;
    }

    /** A batch goes to a lane. @param usualNanos what its run is expected to take, 0 where nothing is known */
    void began(long batchId, int shape, long usualNanos, long nowNanos) {
        flights.put(batchId, new Flight(shape, usualNanos, running() >= concurrent, nowNanos));
    }

    /** In how long the device is expected to take one more batch: 0 where it would now, or should have been free before now. */
    long startsInNanos(long nowNanos) {
        if (running() < concurrent) {
            return 0;
        }
        int at = 0;
        for (Flight flight : flights.values()) {
            if (!flight.behind) {
                free[at++] = Math.max(0, flight.startNanos + flight.usualNanos - nowNanos);
            }
        }
        for (Flight flight : flights.values()) {
            if (flight.behind) {
                Arrays.sort(free);
                free[0] += flight.usualNanos;
            }
        }
        Arrays.sort(free);
        return free[0];
    }

    /**
     * @param laneNanos how long the lane was busy with it
     * @param endedNanos when it was off its lane
     * @return how long the device was: less, where the batch first stood behind another
     */
    long ended(long batchId, long laneNanos, long endedNanos) {
        Flight ended = flights.remove(batchId);
        if (ended == null) {
            throw new IllegalArgumentException("Batch " + batchId + " is not in flight: " + flights.keySet() + " are");
        }
        if (running() < concurrent) {
            for (Flight flight : flights.values()) {
                if (flight.behind) {
                    flight.behind = false;
                    flight.startNanos = endedNanos;
                    break;
                }
            }
        }
        // Still behind: the device took it before the one it was thought to wait for.
        return ended.waited && !ended.behind ? Math.min(laneNanos, endedNanos - ended.startNanos) : laneNanos;
    }

    private int running() {
        int running = 0;
        for (Flight flight : flights.values()) {
            running += flight.behind ? 0 : 1;
        }
        return running;
    }
}
