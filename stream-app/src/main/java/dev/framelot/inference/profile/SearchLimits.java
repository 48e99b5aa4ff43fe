package dev.framelot.inference.profile;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What bounds a search before the device does.
 *
 * @param maxBatch no shape above this is run
 * @param because what sets {@code maxBatch}, as the end of "at most 8 are allowed by …"
 * @param slo 95th percentile that a batch may take at most; empty: any
 * @param onlyShape the one shape that the model takes; empty: powers of two are tried
 */
public record SearchLimits(int maxBatch, String because, Optional<Duration> slo, OptionalInt onlyShape) {
    public SearchLimits {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("The largest batch is " + maxBatch + ", must be at least 1; it comes from " + because);
        }
        if (slo.isPresent() && (slo.get().isNegative() || slo.get().isZero())) {
            throw new IllegalArgumentException("The SLO is " + slo.get().toMillis() + " ms, must be more than 0");
        }
    }
}
