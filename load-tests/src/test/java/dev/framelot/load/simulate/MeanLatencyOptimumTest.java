package dev.framelot.load.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.load.simulate.rival.TakeAll;
import org.junit.jupiter.api.Test;

class MeanLatencyOptimumTest {
    /** M/D/1: mean time in the system is t + ρ t / (2 (1 - ρ)) (Pollaczek and Khinchine). */
    @Test
    void withoutBatchesItIsTheMD1Queue() {
        double t = 5;
        for (double load : new double[] {0.2, 0.5, 0.7}) {
            double expected = t + load * t / (2 * (1 - load));
            assertThat(MeanLatencyOptimum.millis(Curve.line(4, 1), Shapes.powersOfTwoUpTo(1), load * 1e3 / t, 300))
                    .isCloseTo(expected, within(0.01 * expected));
        }
    }

    /** All stationary policies of a small device: run 2 from this many waiting on, 1 from that many on; simulated on one long trace. */
    @Test
    void noThresholdPolicyOfASmallDeviceIsBetter() {
        Curve curve = Curve.line(6, 1);
        Shapes shapes = Shapes.powersOfTwoUpTo(2);
        double rate = 0.6 * curve.capacity(shapes);
        double optimum = MeanLatencyOptimum.millis(curve, shapes, rate, 300);
        Trace trace = Traces.POISSON.draw(rate, 60_000, 1, QueuedFrame.NO_DEADLINE, 5);
        double best = Double.MAX_VALUE;
        for (int one = 1; one <= 2; one++) {
            for (int two = 2; two <= 4; two++) {
                int runOneFrom = one;
                int runTwoFrom = two;
                BatchPolicy threshold = new BatchPolicy() {
                    @Override
                    public String name() {
                        return "threshold";
                    }

                    @Override
                    public Verdict decide(QueueView queue) {
                        if (queue.frames() >= runTwoFrom || queue.draining() && queue.frames() >= 2) {
                            return new Verdict.Go(2, 2, DispatchReason.BACKLOG);
                        }
                        return queue.frames() >= runOneFrom || queue.draining()
                                ? new Verdict.Go(1, 1, DispatchReason.IDLE_DEVICE)
                                : new Verdict.Wait(1_000_000_000);
                    }
                };
                best = Math.min(best, Simulation.run(Scenario.of(trace, curve, 0, 2, 1, Objective.keepAll(threshold), 1)).meanLatencyMillis());
            }
        }
        assertThat(best).as("the best of them, with the error of a long run").isCloseTo(optimum, within(0.02 * optimum));
        double takeAll = Simulation.run(Scenario.of(trace, curve, 0, 2, 1, Objective.keepAll(new TakeAll(2)), 1)).meanLatencyMillis();
        assertThat(takeAll).isGreaterThanOrEqualTo(0.98 * optimum);
    }
}
