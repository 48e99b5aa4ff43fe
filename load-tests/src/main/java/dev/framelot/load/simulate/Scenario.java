package dev.framelot.load.simulate;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import java.util.List;
import java.util.Map;

/**
 * All that a run depends on.
 *
 * @param curve of the device; the batcher's table starts with it, as after a warm-up
 * @param noise standard deviation of the logarithm of a run's time
 * @param switches other objectives, by the virtual time from which they hold
 * @param originNanos where virtual time begins: near the wrap-around too
 * @param heldBack frames for which there is no place wait in front of the batcher, in order, as they do in Kafka; else they are refused
 */
public record Scenario(
        Trace trace,
        Curve curve,
        double noise,
        List<DeviceFault> faults,
        BatchLimits limits,
        Objective objective,
        Map<Long, Objective> switches,
        long seed,
        long originNanos,
        boolean heldBack) {

    /** One device without faults, queues without a limit that matters. */
    public static Scenario of(Trace trace, Curve curve, double noise, int maxBatch, int lanes, Objective objective, long seed) {
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(maxBatch), Long.MAX_VALUE, 0, Integer.MAX_VALUE, lanes);
        return new Scenario(trace, curve, noise, List.of(), limits, objective, Map.of(), seed, 0, false);
    }

    public Scenario with(List<DeviceFault> someFaults) {
        return new Scenario(trace, curve, noise, someFaults, limits, objective, switches, seed, originNanos, heldBack);
    }

    public Scenario switching(Map<Long, Objective> someSwitches) {
        return new Scenario(trace, curve, noise, faults, limits, objective, someSwitches, seed, originNanos, heldBack);
    }

    public Scenario within(BatchLimits someLimits) {
        return new Scenario(trace, curve, noise, faults, someLimits, objective, switches, seed, originNanos, heldBack);
    }

    public Scenario startingAt(long origin) {
        return new Scenario(trace, curve, noise, faults, limits, objective, switches, seed, origin, heldBack);
    }

    /** The limit of waiting frames is that of waiting and running ones, as slots are, and beyond it frames wait in Kafka. */
    public Scenario holdingBack() {
        return new Scenario(trace, curve, noise, faults, limits, objective, switches, seed, originNanos, true);
    }
}
