package dev.framelot.load.simulate;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import java.util.ArrayList;
import java.util.List;

/** Frames in order of arrival. @param name what it is called in reports */
public record Trace(String name, List<Arrival> arrivals) {
    /**
     * @param atNanos from the trace's beginning, at least 0
     * @param budgetNanos from the arrival until the result is worthless; {@link QueuedFrame#NO_DEADLINE} without a deadline
     */
    public record Arrival(long atNanos, long budgetNanos, TrafficClass trafficClass, String camera) {}

    public Trace {
        arrivals = List.copyOf(arrivals);
        for (int i = 1; i < arrivals.size(); i++) {
            if (arrivals.get(i).atNanos() < arrivals.get(i - 1).atNanos()) {
                throw new IllegalArgumentException("Trace " + name + ": frame " + i + " arrives before frame " + (i - 1));
            }
        }
    }

    public int frames() {
        return arrivals.size();
    }

    /** Whether a later frame is never due before an earlier one, all are live and all have a deadline: what the exact oracle needs. */
    public boolean agreeable() {
        long before = Long.MIN_VALUE;
        for (Arrival arrival : arrivals) {
            if (arrival.budgetNanos == QueuedFrame.NO_DEADLINE || arrival.trafficClass != TrafficClass.LIVE) {
                return false;
            }
            long due = arrival.atNanos + arrival.budgetNanos;
            if (due < before) {
                return false;
            }
            before = due;
        }
        return true;
    }

    /**
     * From its beginning until it may begin again, above 0: a mean gap after the last arrival, so that the rate stays what it was. A second
     * where all arrive at once.
     */
    public long lengthNanos() {
        long last = arrivals.get(arrivals.size() - 1).atNanos;
        return last == 0 ? 1_000_000_000L : last + last / (arrivals.size() - 1);
    }

    /** Both, in order of arrival. */
    public Trace with(Trace other) {
        List<Arrival> all = new ArrayList<>(arrivals);
        all.addAll(other.arrivals);
        all.sort((a, b) -> Long.compare(a.atNanos, b.atNanos));
        return new Trace(name + " with " + other.name, all);
    }
}
