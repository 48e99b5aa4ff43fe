package dev.framelot.live;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Gathers one {@link Second} after the other. Written by stream threads and lanes, read by the one who calls {@link #next}. */
final class SecondMeter {
    private static final long LONGEST_MICROS = 3_600_000_000L;
    /** Ratios are kept in thousandths, up to a thousand. */
    private static final long LARGEST_RATIO = 1_000_000;

    private final Recorder ages = new Recorder(LONGEST_MICROS, 2);
    private final Recorder ratios = new Recorder(LARGEST_RATIO, 2);
    private final LongAdder taken = new LongAdder();
    private final LongAdder outcomes = new LongAdder();
    private final LongAdder onTime = new LongAdder();
    private Histogram lastAges;
    private Histogram lastRatios;

    void took() {
        taken.increment();
    }

    void outcome() {
        outcomes.increment();
    }

    void detected(long ageMicros, boolean inTime) {
        ages.recordValue(Math.min(ageMicros, LONGEST_MICROS));
        if (inTime) {
            onTime.increment();
        }
    }

    void ran(long predictedNanos, long actualNanos) {
        if (predictedNanos > 0 && actualNanos > 0) {
            ratios.recordValue(Math.min(Math.round(1_000.0 * predictedNanos / actualNanos), LARGEST_RATIO));
        }
    }

    synchronized Second next() {
        lastAges = ages.getIntervalHistogram(lastAges);
        lastRatios = ratios.getIntervalHistogram(lastRatios);
        return new Second(
                taken.sumThenReset(),
                outcomes.sumThenReset(),
                lastAges.getTotalCount(),
                onTime.sumThenReset(),
                lastAges.getValueAtPercentile(50),
                lastAges.getValueAtPercentile(95),
                lastAges.getValueAtPercentile(99),
                lastAges.getMaxValue(),
                lastRatios.getTotalCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(lastRatios.getValueAtPercentile(50) / 1_000.0));
    }
}
