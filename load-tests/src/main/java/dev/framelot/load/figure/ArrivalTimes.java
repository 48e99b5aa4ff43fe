package dev.framelot.load.figure;

import dev.framelot.load.simulate.Trace;
import dev.framelot.load.source.SendTimes;
import java.util.Arrays;

/** When frames are due, microseconds from the start; no two at the same time, so that a frame is known by when it was due. */
final class ArrivalTimes implements SendTimes {
    private final long[] dueMicros;

    private ArrivalTimes(long[] dueMicros) {
        this.dueMicros = dueMicros;
    }

    static ArrivalTimes of(Trace trace) {
        long[] due = new long[trace.frames()];
        long before = -1;
        for (int i = 0; i < due.length; i++) {
            before = Math.max(before + 1, trace.arrivals().get(i).atNanos() / 1_000);
            due[i] = before;
        }
        return new ArrivalTimes(due);
    }

    int frames() {
        return dueMicros.length;
    }

    long dueMicros(int index) {
        return dueMicros[index];
    }

    /** Which frame was due then, or a negative number where none was. */
    int indexOf(long micros) {
        return Arrays.binarySearch(dueMicros, micros);
    }

    /** How many frames are due before or at that time. */
    int dueUntil(long micros) {
        int index = indexOf(micros);
        return index >= 0 ? index + 1 : -index - 1;
    }

    @Override
    public long dueNanos(long index) {
        return dueMicros[Math.toIntExact(index)] * 1_000;
    }

    @Override
    public long maxFrames() {
        return dueMicros.length;
    }
}
