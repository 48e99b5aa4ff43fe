package dev.framelot.load.figure;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Which frames of one round had a result in time. A frame that never came out is late for ever, and known to be late as soon as its
 * time is over. No clock: every time is an argument, epoch microseconds. Safe for use by several threads.
 */
final class OnTimeTally {
    private final ArrivalTimes times;
    private final int skip;
    private final long sloMicros;
    private final BitSet seen = new BitSet(); // guarded by this
    private final long[] ageMicros; // guarded by this; of frame skip + index
    private OptionalLong startMicros = OptionalLong.empty(); // guarded by this
    private int seenAll; // guarded by this
    private int counted; // guarded by this
    private int onTime; // guarded by this

    /** @param skip frames at the beginning that only warm up */
    OnTimeTally(ArrivalTimes times, int skip, long sloMicros) {
        if (skip < 0 || skip >= times.frames()) {
            throw new IllegalArgumentException("Of " + times.frames() + " frames " + skip + " can't be left out");
        }
        this.times = times;
        this.skip = skip;
        this.sloMicros = sloMicros;
        this.ageMicros = new long[times.frames() - skip];
        Arrays.fill(ageMicros, Long.MAX_VALUE);
    }

    /** The schedule's zero on the wall clock. The first call counts. */
    synchronized void started(long atMicros) {
        if (startMicros.isEmpty()) {
            startMicros = OptionalLong.of(atMicros);
        }
    }

    /** A result was read. Those of other rounds, and a frame's second one, change nothing. */
    synchronized void seen(long capturedAtMicros, long seenAtMicros) {
        if (startMicros.isEmpty()) {
            return;
        }
        int frame = times.indexOf(capturedAtMicros - startMicros.getAsLong());
        if (frame < 0 || seen.get(frame)) {
            return;
        }
        seen.set(frame);
        seenAll++;
        if (frame >= skip) {
            counted++;
            long age = seenAtMicros - capturedAtMicros;
            ageMicros[frame - skip] = age;
            onTime += age <= sloMicros ? 1 : 0;
        }
    }

    /** Frames that were counted late or whose time is over. */
    synchronized int late(long nowMicros) {
        if (startMicros.isEmpty()) {
            return 0;
        }
        int over = times.dueUntil(nowMicros - startMicros.getAsLong() - sloMicros) - skip;
        int late = counted - onTime;
        int missing = 0;
        for (int i = 0; i < over; i++) {
            missing += ageMicros[i] == Long.MAX_VALUE ? 1 : 0;
        }
        return late + missing;
    }

    /** Whether fewer than {@code share} of the counted frames will be on time, whatever comes. */
    boolean lost(double share, long nowMicros) {
        return late(nowMicros) > (1 - share) * ageMicros.length;
    }

    /** Of all counted frames, also of those that were never sent. */
    synchronized double onTimeShare() {
        return (double) onTime / ageMicros.length;
    }

    /** Frames of the round that came out, warming up included. */
    synchronized int seen() {
        return seenAll;
    }

    /** Milliseconds; not a number where that many frames never came out. */
    synchronized double ageMillis(double percent) {
        long[] ascending = ageMicros.clone();
        Arrays.sort(ascending);
        int rank = Math.max(1, (int) Math.ceil(percent / 100 * ascending.length - 1e-9));
        long age = ascending[rank - 1];
        return age == Long.MAX_VALUE ? Double.NaN : age / 1e3;
    }
}
