package dev.framelot.config;

import java.time.Duration;

/**
 * @param inFlightFrames intake pauses at this many frames between process() and forward; 0 until the largest batch is measured
 * @param inFlightBytes and at this many compressed bytes
 * @param drainGrace how long a TERM may take before the process gives up with a non-zero exit
 */
public record DeliverySettings(
        Guarantee guarantee,
        Duration commitInterval,
        int streamThreads,
        int inFlightFrames,
        long inFlightBytes,
        Duration transactionTimeout,
        Duration drainGrace) {
    public enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    DeliverySettings withInFlightFrames(int other) {
        return new DeliverySettings(guarantee, commitInterval, streamThreads, other, inFlightBytes, transactionTimeout, drainGrace);
    }
}
