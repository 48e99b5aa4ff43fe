package dev.framelot.app;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import dev.framelot.config.BatchingSettings;
import dev.framelot.control.ControlState;
import java.time.Duration;

/** The batcher's objective for a state and the instance's own limits. */
final class Objectives {
    private static final Duration FIXED_WAIT = Duration.ofMillis(20);
    private static final Duration THROUGHPUT_WAIT = Duration.ofSeconds(1);
    /** Waiting for company without a deadline must end somewhere. */
    private static final Duration ADAPTIVE_WAIT_WITHOUT_SLO = Duration.ofMillis(20);

    private Objectives() {}

    static Objective of(ControlState state, BatchingSettings limits) {
        int maxFrames = Math.min(state.maxFrames(), limits.maxFrames());
        BatchPolicy policy = switch (state.mode()) {
            case LATENCY -> new LatencyPolicy();
            case ADAPTIVE -> new AdaptivePolicy(wait(state, state.slo().isZero() ? ADAPTIVE_WAIT_WITHOUT_SLO : state.slo()));
            case THROUGHPUT -> new ThroughputPolicy(wait(state, THROUGHPUT_WAIT));
            case FIXED -> new FixedPolicy(maxFrames, limits.maxBatchBytes(), wait(state, FIXED_WAIT));
        };
        return new Objective(policy, DropPolicy.valueOf(state.drop().name()), maxFrames, limits.backfillDelay().toNanos());
    }

    private static long wait(ControlState state, Duration otherwise) {
        return state.maxWait().orElse(otherwise).toNanos();
    }
}
