package dev.framelot.live;

import java.util.OptionalDouble;

/**
 * One second of an instance.
 *
 * @param taken frames taken in
 * @param outcomes frames whose outcome was forwarded
 * @param detected of them, those with a detection: latency is theirs
 * @param onTime of those, within the deadline of the objective; all where there is none
 * @param predictedOverActual median over the batches of the second; empty where none ran or nothing was predicted
 */
public record Second(
        long taken, long outcomes, long detected, long onTime, long p50Micros, long p95Micros, long p99Micros, long maxMicros, OptionalDouble predictedOverActual) {
    static final Second NOTHING = new Second(0, 0, 0, 0, 0, 0, 0, 0, OptionalDouble.empty());

    /** 1 where nothing came. */
    public double onTimeShare() {
        return detected == 0 ? 1 : (double) onTime / detected;
    }
}
