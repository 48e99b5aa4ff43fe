package dev.framelot.load.figure;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.load.simulate.Curve;
import dev.framelot.load.simulate.Outcome;
import dev.framelot.load.simulate.Scenario;
import dev.framelot.load.simulate.Simulation;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.Traces;
import java.util.stream.IntStream;

/**
 * What the declared device lets through when nothing stands before or behind it: the production batcher in virtual time, mode latency,
 * every batch size a shape, the contest's arrivals. What a contestant lacks of it is its way: broker, clients, decoding, threads.
 */
final class DeviceAlone {
    private static final int FRAMES = 20_000;
    private static final int HALVINGS = 7;

    private DeviceAlone() {}

    /** @return frames per second; 0 where even a tenth of the device's limit is not in time */
    static double highestRate(ContestTerms terms, long seed) {
        double ceiling = terms.deviceFramesPerSecond();
        try {
            return RateSearch.highest(ceiling / 10, ceiling, HALVINGS, rate -> run(terms, rate, seed).onTimeShare() >= terms.share());
        } catch (RuntimeException broken) {
            throw broken;
        } catch (Exception impossible) {
            throw new AssertionError("The probe throws nothing checked", impossible);
        }
    }

    /** Milliseconds, no frame left out. */
    static double p99Millis(ContestTerms terms, double framesPerSecond, long seed) {
        return run(terms, framesPerSecond, seed).latencyMillis(99);
    }

    private static Outcome run(ContestTerms terms, double framesPerSecond, long seed) {
        long sloNanos = terms.sloMillis() * 1_000_000L;
        Trace trace = Traces.POISSON.draw(framesPerSecond, FRAMES, terms.cameras(), sloNanos, seed);
        Curve curve = Curve.line(terms.fixedMicros() / 1e3, terms.frameMicros() / 1e3);
        Objective objective = new Objective(new LatencyPolicy(), DropPolicy.KEEP_ALL, terms.maxFrames(), 0);
        Shapes shapes = new Shapes(IntStream.rangeClosed(1, terms.maxFrames()).boxed().toList());
        return Simulation.run(Scenario.of(trace, curve, 0, terms.maxFrames(), 1, objective, seed)
                .within(new BatchLimits(shapes, Long.MAX_VALUE, 0, Integer.MAX_VALUE, 1)));
    }
}
