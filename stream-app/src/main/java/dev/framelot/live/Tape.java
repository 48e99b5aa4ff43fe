package dev.framelot.live;

import java.util.ArrayList;
import java.util.List;

/** The last so many things that happened. Each reader keeps its own place; one that is slow misses the oldest. Thread safe. */
public final class Tape<T> {
    private final Object[] ring;
    private long written;

    Tape(int kept) {
        this.ring = new Object[kept];
    }

    /** @param to the place read to now @param missed overwritten before they could be read */
    public record Read<T>(List<T> items, long to, long missed) {}

    synchronized void add(T item) {
        ring[(int) (written++ % ring.length)] = item;
    }

    /** Where a reader begins that wants nothing of the past. */
    public synchronized long end() {
        return written;
    }

    @SuppressWarnings("unchecked") // Only add() writes the ring.
    public synchronized Read<T> since(long place) {
        long first = Math.max(place, written - ring.length);
        List<T> items = new ArrayList<>((int) (written - first));
        for (long i = first; i < written; i++) {
            items.add((T) ring[(int) (i % ring.length)]);
        }
        return new Read<>(items, written, first - place);
    }
}
